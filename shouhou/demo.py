"""Demo buyers and their orders, dated from the day they are made: what `serve --demo` puts into an empty database."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Optional

from shouhou import clock
from shouhou.cases.database import Database
from shouhou.rules.window import SHANGHAI

SHOP = "青禾小铺"


@dataclass(frozen=True)
class DemoOrder:
    """One row of a standard order file, its moments as days before today (None: not yet)."""

    order_number: str
    product: str
    category: str
    paid_amount: str
    paid: float
    shipped: Optional[float] = None
    received: Optional[float] = None
    warranty_days: str = ""
    status: str = ""
    prior_cancellations: int = 0
    status_text: str = ""


@dataclass(frozen=True)
class DemoBuyer:
    """A buyer to be on the demo page."""

    buyer_id: str
    name: str
    phone: str
    note: str
    orders: tuple[DemoOrder, ...]

    def as_dict(self) -> dict[str, Any]:
        """What the demo page shows of the buyer; never the phone."""
        orders = [
            {"order_number": order.order_number, "product": order.product, "status_text": order.status_text}
            for order in self.orders
        ]
        return {"buyer_id": self.buyer_id, "name": self.name, "note": self.note, "orders": orders}


@lru_cache(maxsize=1)
def demo_buyers() -> tuple[DemoBuyer, ...]:
    """The demo's buyers, each with a situation of its own."""
    return (
        DemoBuyer("demo-lin", "林女士", "13800138001", "刚收到冰箱，一切都还来得及", (
            DemoOrder("261101-100000000000001", "白鹭 三门冰箱 218 升", "大家电 冰箱", "1899.00", 5, 4, 2,
                      status_text="2 天前签收"),
        )),
        DemoBuyer("demo-wang", "王先生", "13800138002", "三个订单，问哪个要说清", (
            DemoOrder("261102-100000000000002", "云雀 手机 12 黑色 256G", "手机", "3999.00", 40, 39, 36,
                      status_text="36 天前签收"),
            DemoOrder("261103-100000000000003", "山野 轻量帆布鞋 42 码", "鞋靴", "129.00", 12, 11, 9,
                      status_text="9 天前签收"),
            DemoOrder("261104-100000000000004", "青禾 鲜花饼 10 枚装", "零食", "39.90", 1, 0.5,
                      status_text="运输中"),
        )),
        DemoBuyer("demo-zhao", "赵阿姨", "13800138003", "已经撤销过两次，只剩最后一次", (
            DemoOrder("261105-100000000000005", "云朵 电热水壶 1.5 升", "小家电 电热水壶", "89.00", 9, 8, 6,
                      prior_cancellations=2, status_text="6 天前签收"),
        )),
        DemoBuyer("demo-chen", "陈同学", "13800138004", "过了售后期，只能请商家同意", (
            DemoOrder("261106-100000000000006", "山野 帆布双肩包", "箱包", "129.00", 34, 33, 30,
                      status_text="30 天前签收"),
        )),
    )


def demo_csv(now: Optional[datetime] = None) -> str:
    """The demo orders as a standard order file, dated from `now`."""
    import csv
    import io

    moment = (now or clock.now()).astimezone(SHANGHAI).replace(microsecond=0)
    out = io.StringIO()
    columns = ["order_number", "buyer_id", "buyer_name", "buyer_phone", "shop", "product", "category", "paid_amount",
               "paid_at", "shipped_at", "received_at", "warranty_days", "status", "prior_cancellations"]
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    for buyer in demo_buyers():
        for order in buyer.orders:
            row = {name: value for name, value in asdict(order).items() if name in columns}
            row |= {"buyer_id": buyer.buyer_id, "buyer_name": buyer.name, "buyer_phone": buyer.phone, "shop": SHOP}
            for column, days in (("paid_at", order.paid), ("shipped_at", order.shipped),
                                 ("received_at", order.received)):
                row[column] = "" if days is None else (moment - timedelta(days=days)).isoformat()
            writer.writerow(row)
    return out.getvalue()


def load_demo_orders(database: Database) -> int:
    """Import the demo orders into a database that has none of them; returns how many came in.

    Their days stay those of the first load: a demo that is started again goes on where it was.
    """
    import tempfile
    from pathlib import Path

    from shouhou.cases.orders import order_exists
    from shouhou.cases.orders_import import import_orders

    first = demo_buyers()[0].orders[0].order_number
    if order_exists(database, first):
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.csv"
        path.write_text(demo_csv(), encoding="utf-8")
        return import_orders(database, path, clock.now()).new
