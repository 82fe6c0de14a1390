"""The shop that both bots serve: buyers with one order each, and cases of other buyers."""

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

from shouhou.cases.applications import Application, apply
from shouhou.cases.database import Database
from shouhou.cases.orders_import import import_orders
from shouhou.cases.schema import upgrade
from shouhou.cases.speakers import Speaker
from shouhou.rules.kinds import ReasonClass, RequestType
from shouhou.settings import policy

TALKERS, FILERS = "talker", "filer"
_COLUMNS = ("order_number", "buyer_id", "buyer_name", "buyer_phone", "shop", "product", "category", "paid_amount",
            "paid_at", "shipped_at", "received_at", "warranty_days")


class Talkers:
    """Buyers who have not spoken yet, each given out once: those from `first` up to `last`."""

    def __init__(self, first: int, last: int) -> None:
        self._left = iter(range(first, last))

    def next(self) -> str:
        """A buyer's id. Raises IndexError when all have spoken."""
        number = next(self._left, None)
        if number is None:
            raise IndexError("every buyer of the benchmark has spoken: give the shop more of them")
        return buyer_id(TALKERS, number)


def buyer_id(kind: str, number: int) -> str:
    """The id of a buyer."""
    return f"{kind}-{number:06d}"


def make_shop(path: Path, talkers: int, filers: int) -> None:
    """A database at `path` with an order for each talker and each filer, and no case."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for stale in path.parent.glob(f"{path.name}*"):
        stale.unlink()
    orders = path.with_suffix(".csv")
    now = datetime.now(timezone.utc).replace(microsecond=0)
    with orders.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        writer.writerows(_rows(TALKERS, talkers, now))
        writer.writerows(_rows(FILERS, filers, now))
    database = Database(f"sqlite:///{path}")
    try:
        upgrade(database)
        import_orders(database, orders, now)
    finally:
        database.dispose()


def file_cases(path: Path, first: int, last: int) -> None:
    """File the cases of the filers from `first` up to `last`, as the bot would."""
    database = Database(f"sqlite:///{path}")
    now = datetime.now(timezone.utc)
    try:
        for number in range(first, last):
            buyer = buyer_id(FILERS, number)
            wish = Application(_order(FILERS, number), RequestType.RETURN_REFUND, ReasonClass.GOODS, "杯盖裂了")
            outcome = apply(database, policy(), Speaker(f"bench:{buyer}", buyer), wish, now, f"bench#{number}")
            if outcome.case is None:
                raise RuntimeError(f"the case of {buyer} was not filed: {outcome.verdict.rule.value}")
    finally:
        database.dispose()


def _rows(kind: str, count: int, now: datetime) -> Iterator[tuple[str, ...]]:
    paid, shipped, received = ((now - timedelta(days=days)).isoformat() for days in (6, 5, 3))
    for number in range(count):
        who = (_order(kind, number), buyer_id(kind, number), "测试买家", "13900001234")
        yield (*who, "测试店铺", "蓝色保温杯", "水杯", "99.00", paid, shipped, received, "")


def _order(kind: str, number: int) -> str:
    return f"261101-{kind == TALKERS:d}{number:014d}"
