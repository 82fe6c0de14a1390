"""Who pays the freight of a return."""

from typing import Optional

import pytest

from shouhou.rules.freight import merchant_pays_freight
from shouhou.rules.kinds import ReasonClass


@pytest.mark.parametrize(
    ("reason", "merchant_pays"),
    [
        (ReasonClass.GOODS, True),
        (ReasonClass.LOGISTICS, True),
        (ReasonClass.SERVICE, True),
        (ReasonClass.PERSONAL, False),
        (None, None),
    ],
)
def test_a_personal_reason_sends_goods_back_at_the_buyers_cost(
    reason: Optional[ReasonClass], merchant_pays: Optional[bool]
) -> None:
    assert merchant_pays_freight(reason) is merchant_pays
