"""What tests of several kinds share: one shop that serves by day, started once."""

from collections.abc import Iterator

import pytest

from tests.shop import Shop, serving


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop that serves, at ten in the morning."""
    with serving(tmp_path_factory.mktemp("shop")) as running:
        yield running
