"""Every form, by its name and by the intents that open it: each form says them itself."""

from typing import Any, Optional

from actions.forms.addition import AdditionForm
from actions.forms.application import ApplicationForm
from actions.forms.base import Form
from actions.forms.cancellation import CancellationForm
from actions.forms.change import ChangeForm
from actions.forms.complaint import ComplaintForm
from actions.forms.merchant import MerchantForm
from actions.forms.unbinding import UnbindingForm
from actions.forms.withdrawal import WithdrawalForm

_FORMS: tuple[Form[Any], ...] = (
    ApplicationForm(), CancellationForm(), ComplaintForm(), MerchantForm(), ChangeForm(), WithdrawalForm(),
    UnbindingForm(), AdditionForm(),
)
_BY_NAME = {form.name: form for form in _FORMS}
_BY_INTENT = {intent: form for form in _FORMS for intent in form.opened_by}


def by_name(name: str) -> Form[Any]:
    """The form of that name. Raises KeyError."""
    return _BY_NAME[name]


def opened_by(intent: str) -> Optional[Form[Any]]:
    """The form that an intent opens; None for one that opens none."""
    return _BY_INTENT.get(intent)


def opening_intents() -> frozenset[str]:
    """The intents that open forms: a yes beside one of them is a yes to that."""
    return frozenset(_BY_INTENT)


def every() -> tuple[Form[Any], ...]:
    """All forms."""
    return _FORMS


def is_known(name: str) -> bool:
    """Whether there is a form of that name."""
    return name in _BY_NAME
