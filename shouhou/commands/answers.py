"""What the merchant and the platform decide, entered by staff: a case's step, a consent, a complaint's step."""

from enum import Enum
from typing import Annotated, Literal, TypeVar

import typer

from shouhou.commands.common import CommandError, one_line, open_shop

case = typer.Typer(help="After-sales cases.", no_args_is_help=True)
complaint = typer.Typer(help="Complaints.", no_args_is_help=True)

Status = TypeVar("Status", bound=Enum)
Why = Annotated[str, typer.Option("--why", help="The reason, kept with the record.")]


@case.command("set")
def set_case(
    case_number: Annotated[str, typer.Argument(help="Such as AS261122-7K3M9QXB.")],
    status: Annotated[str, typer.Argument(help="What the case becomes.")],
    actor: Annotated[Literal["merchant", "platform"], typer.Option("--actor", help="Who decided it.")],
    why: Why,
) -> None:
    """Move a case as the merchant or the platform decided. An illegal step is refused, the legal ones named."""
    from shouhou.cases.transitions import set_case_status
    from shouhou.rules.kinds import Actor
    from shouhou.rules.lifecycle import CaseStatus

    with open_shop() as shop:
        to = _status(CaseStatus, status)
        step = set_case_status(shop.database, case_number, to, Actor(actor), why, shop.now, shop.policy)
    typer.echo(f"{step.number}: {step.came_from} -> {step.to}")


@complaint.command("set")
def set_complaint(
    complaint_number: Annotated[str, typer.Argument(help="Such as CP261122-7K3M9QXB.")],
    status: Annotated[str, typer.Argument(help="What the complaint becomes.")],
    why: Why,
) -> None:
    """Move a complaint as the platform decided. An illegal step is refused, the legal ones named."""
    from shouhou.cases.transitions import set_complaint_status
    from shouhou.rules.kinds import Actor
    from shouhou.rules.lifecycle import ComplaintStatus

    with open_shop() as shop:
        to = _status(ComplaintStatus, status)
        step = set_complaint_status(shop.database, complaint_number, to, Actor.PLATFORM, why, shop.now)
    typer.echo(f"{step.number}: {step.came_from} -> {step.to}")


def consent(
    order_number: Annotated[str, typer.Argument(help="The order that it is for.")],
    answer: Annotated[Literal["yes", "no"], typer.Argument(help="Whether the merchant consents.")],
    why: Why,
) -> None:
    """Enter the merchant's answer to a request for consent, or a consent that nobody asked for."""
    from shouhou.cases.merchant import answer_consent

    with open_shop() as shop:
        record = answer_consent(shop.database, shop.policy, order_number, answer == "yes", why, shop.now)
    typer.echo(f"{one_line(record.order_number)}: consent {record.status.value}")


def _status(statuses: type[Status], text: str) -> Status:
    try:
        return statuses(text)
    except ValueError as error:
        known = ", ".join(status.value for status in statuses)
        raise CommandError(f"there is no status {text!r}; known: {known}") from error
