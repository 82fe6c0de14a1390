"""Who pays the freight of a return, by the class of the reason."""

from typing import Optional

from shouhou.rules.kinds import ReasonClass


def merchant_pays_freight(reason: Optional[ReasonClass]) -> Optional[bool]:
    """True for a fault on the shop's side, False for a personal reason, None when the reason is not known.

    Source: consumer protection law article 25 (a return without reason is at the buyer's cost) and article 24
    (faulty goods come back at the seller's).
    """
    if reason is None:
        return None
    return reason is not ReasonClass.PERSONAL
