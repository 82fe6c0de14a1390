"""One shop with WeChat accounts for the tests of this folder, started once."""

from collections.abc import Iterator

import pytest

from tests.services.wechat.world import WeChatShop, wechat_shop


@pytest.fixture(scope="package")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WeChatShop]:
    """A shop with one account of each sort, at ten in the morning."""
    with wechat_shop(tmp_path_factory.mktemp("wechat")) as running:
        yield running
