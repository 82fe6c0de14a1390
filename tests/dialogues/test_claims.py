"""An order that came without buyer and phone is claimed by a signed link."""

import json

from shouhou.channels.claims import make_claim
from tests.shop import SECRET, Buyer, Order, Shop


def redeem(buyer: Buyer, claim: str) -> int:
    """Post a claim as the widget does; the status."""
    return buyer.call("POST", "/claims", json.dumps({"claim": claim}).encode())[0]


def test_a_link_that_the_shop_signed_gives_a_buyer_the_order(shop: Shop) -> None:
    order = Order(buyer_id="", phone="")
    shop.import_orders(order, buyer_id="")
    buyer, link = shop.buyer(), shop.command("claim", order.number)
    assert buyer.says(f"订单 {order.number} 还能撤销几次").facts == {}
    assert redeem(buyer, link.stdout.strip().removeprefix("#claim=")) == 200
    assert buyer.says(f"订单 {order.number} 还能撤销几次").facts["cancellations_left"] == 3


def test_a_claim_shows_a_guest_the_order_in_that_visit_alone(shop: Shop) -> None:
    order = Order(buyer_id="", phone="")
    shop.import_orders(order, buyer_id="")
    guest, another = shop.guest(), shop.guest()
    assert redeem(guest, make_claim(SECRET, order.number, 60)) == 200
    assert guest.says("还能撤销几次").facts["order_number"] == order.number
    assert another.says(f"订单 {order.number} 还能撤销几次").facts == {}


def test_a_claim_never_takes_another_buyers_order(shop: Shop) -> None:
    order = Order()
    shop.buyer(order)
    thief = shop.buyer()
    assert redeem(thief, make_claim(SECRET, order.number, 60)) == 403
    assert redeem(thief, make_claim("another secret that is as long as the right one is", order.number, 60)) == 403
    assert redeem(thief, "nonsense") == 403
    assert thief.says(f"订单 {order.number} 还能撤销几次").facts == {}
