"""The closed sets that the rules speak of."""

from enum import Enum


class RequestType(str, Enum):
    """What the buyer asks the merchant to do."""

    REFUND_ONLY = "refund_only"
    RETURN_REFUND = "return_refund"
    EXCHANGE = "exchange"
    REPAIR = "repair"
    RESEND = "resend"

    @property
    def needs_return(self) -> bool:
        """Whether the goods travel back before the merchant can settle it."""
        return self in (RequestType.RETURN_REFUND, RequestType.EXCHANGE, RequestType.REPAIR)

    @property
    def returns_money(self) -> bool:
        """Whether money goes back to the buyer, so that a sum is asked for."""
        return self in (RequestType.REFUND_ONLY, RequestType.RETURN_REFUND)


class ReasonClass(str, Enum):
    """Whose side the cause lies on; shops count these to improve."""

    GOODS = "goods"  # quality, not as described, damaged, missing, wrong item, counterfeit
    LOGISTICS = "logistics"  # late, lost or damaged in delivery
    SERVICE = "service"  # the merchant does not answer or is rude
    PERSONAL = "personal"  # changed mind, ordered wrongly, does not fit, does not please


REQUEST_TYPES = frozenset(kind.value for kind in RequestType)
MONEY_TYPES = frozenset(kind.value for kind in RequestType if kind.returns_money)
REASON_CLASSES = frozenset(kind.value for kind in ReasonClass)


class OrderStatus(str, Enum):
    """How far an order has come."""

    PAID = "paid"
    SHIPPED = "shipped"
    RECEIVED = "received"
    REFUNDED = "refunded"


class ConsentStatus(str, Enum):
    """The merchant's consent to an application that the rules alone do not allow."""

    ASKED = "asked"
    YES = "yes"
    NO = "no"
    USED = "used"  # one application went through on it
    EXPIRED = "expired"  # not answered within its time


class Actor(str, Enum):
    """Who may move a case."""

    BUYER = "buyer"
    MERCHANT = "merchant"
    PLATFORM = "platform"
    SYSTEM = "system"
