"""Proving an order by its number and the phone's last four digits, and the locks against guessing."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from cases_world import ANNA, BEN, GUEST, HANDS, NOW, POLICY, add_order, at_once, count

from shouhou.cases import tables as t
from shouhou.cases.database import Database
from shouhou.cases.orders import find_order, orders_of
from shouhou.cases.proofs import Proof, claim_order, prove_order
from shouhou.cases.speakers import Speaker

MINUTE, HOUR, SECOND = timedelta(minutes=1), timedelta(hours=1), timedelta(seconds=1)
RIGHT, WRONG_TAIL = "5678", "0000"


def visit(number: int) -> Speaker:
    return Speaker(f"widget:visit:{number}")


def guess(
    database: Database,
    key: str,
    tail: str = WRONG_TAIL,
    number: str = "N1",
    now: datetime = NOW,
    speaker: Speaker = GUEST,
) -> Proof:
    return prove_order(database, speaker, number, tail, now, key)


def guess_wrong(database: Database, times: int, number: str = "N1", speaker: Speaker = GUEST) -> list[Proof]:
    """So many wrong guesses, a minute apart, the last one at NOW."""
    moments = [NOW - MINUTE * (times - 1 - place) for place in range(times)]
    return [
        guess(database, f"{speaker.conversation_id}-{number}-{place}", WRONG_TAIL, number, moment, speaker)
        for place, moment in enumerate(moments)
    ]


def test_number_and_last_four_digits_prove_an_order(database: Database) -> None:
    add_order(database)
    assert guess(database, "k", RIGHT) is Proof.PROVEN
    assert find_order(database, POLICY, GUEST, "N1", NOW) is not None


def test_proving_twice_is_no_mistake(database: Database) -> None:
    add_order(database)
    assert [guess(database, key, RIGHT) for key in ("k1", "k2", "k2")] == [Proof.PROVEN] * 3
    assert count(database, t.proofs) == 1


NOT_THE_DIGITS = ["", "0000", "678", "45678", "13812345678", " 5678", "５６７８", "567８", "%", "____", "😀"]


MASKED = [("", ""), ("678", "678"), ("1381234****", "****"), ("138****567*", "567*"), ("anon", "anon")]


def test_anything_but_the_last_four_digits_is_wrong(database: Database) -> None:
    for place, tail in enumerate(NOT_THE_DIGITS):
        number = add_order(database, f"N{place}")
        assert guess(database, f"k{place}", tail, number, speaker=visit(place)) is Proof.WRONG, tail
        assert find_order(database, POLICY, visit(place), number, NOW) is None


def test_an_order_without_four_digits_cannot_be_proven_by_its_mask(database: Database) -> None:
    for place, (phone, tail) in enumerate(MASKED):
        number = add_order(database, f"N{place}", buyer_phone=phone)
        assert guess(database, f"k{place}", tail, number, speaker=visit(place)) is Proof.WRONG, phone
        assert find_order(database, POLICY, visit(place), number, NOW) is None


def test_four_wrong_tries_leave_the_fifth_open(database: Database) -> None:
    add_order(database)
    assert guess_wrong(database, 4) == [Proof.WRONG] * 4
    assert guess(database, "k", RIGHT) is Proof.PROVEN


def test_five_wrong_tries_lock_the_visit_for_every_order_even_with_the_right_digits(database: Database) -> None:
    add_order(database)
    add_order(database, "N2")
    assert guess_wrong(database, 5) == [Proof.WRONG] * 5
    assert guess(database, "k1", RIGHT) is Proof.LOCKED
    assert guess(database, "k2", RIGHT, "N2") is Proof.LOCKED
    assert count(database, t.proofs) == 0


def test_tries_at_several_orders_lock_the_visit_together(database: Database) -> None:
    add_order(database)
    for place in range(5):
        assert guess(database, f"k{place}", number=f"X{place}") is Proof.WRONG
    assert guess(database, "k", RIGHT) is Proof.LOCKED


def test_five_wrong_tries_from_anywhere_lock_the_number(database: Database) -> None:
    add_order(database)
    add_order(database, "N2")
    for place in range(5):
        assert guess(database, f"k{place}", speaker=visit(place)) is Proof.WRONG
    assert guess(database, "k", RIGHT, speaker=visit(9)) is Proof.LOCKED
    assert guess(database, "k2", RIGHT, "N2", speaker=visit(9)) is Proof.PROVEN


@pytest.mark.parametrize(
    ("later", "answer"), [(SECOND, Proof.LOCKED), (HOUR - SECOND, Proof.LOCKED), (HOUR, Proof.PROVEN)]
)
def test_a_lock_lasts_an_hour_from_the_last_wrong_try(database: Database, later: timedelta, answer: Proof) -> None:
    add_order(database)
    guess_wrong(database, 5)
    assert guess(database, "visit", RIGHT, now=NOW + later) is answer
    assert guess(database, "number", RIGHT, now=NOW + later, speaker=visit(9)) is answer


def test_trying_while_locked_neither_counts_nor_lengthens_the_lock(database: Database) -> None:
    add_order(database)
    guess_wrong(database, 5)
    for minute in range(1, 60):
        assert guess(database, f"late-{minute}", now=NOW + MINUTE * minute) is Proof.LOCKED
    assert count(database, t.proof_attempts) == 5
    assert guess(database, "k", RIGHT, now=NOW + HOUR) is Proof.PROVEN


def test_wrong_tries_spread_over_more_than_an_hour_lock_nothing(database: Database) -> None:
    add_order(database)
    for place, minute in enumerate([0, 20, 40, 59, 61]):
        assert guess(database, f"k{place}", now=NOW + MINUTE * minute) is Proof.WRONG
    assert guess(database, "k", RIGHT, now=NOW + MINUTE * 62) is Proof.PROVEN


def test_after_a_lock_has_passed_five_new_tries_are_needed_for_the_next(database: Database) -> None:
    add_order(database)
    guess_wrong(database, 5)
    for place in range(5):
        assert guess(database, f"again-{place}", now=NOW + HOUR + MINUTE * place) is Proof.WRONG
    assert guess(database, "k", RIGHT, now=NOW + HOUR + MINUTE * 5) is Proof.LOCKED


def test_an_invented_number_gets_the_same_answers_as_an_existing_one(database: Database) -> None:
    add_order(database)
    add_order(database, "N2", buyer_id="anna")
    for who, existing, invented in [(visit(1), "N1", "X1"), (BEN, "N2", "X2")]:
        elsewhere = Speaker(who.conversation_id + ":b", who.buyer_id)
        known = guess_wrong(database, 7, existing, who)
        assert guess_wrong(database, 7, invented, elsewhere) == known
        assert known == [Proof.WRONG] * 5 + [Proof.LOCKED] * 2


def test_a_message_delivered_twice_is_one_try(database: Database) -> None:
    add_order(database)
    assert [guess(database, "same") for _ in range(9)] == [Proof.WRONG] * 9
    assert count(database, t.proof_attempts) == 1
    assert guess(database, "k", RIGHT) is Proof.PROVEN


def test_a_buyers_wrong_tries_count_like_a_guests(database: Database) -> None:
    add_order(database, buyer_id=None)
    assert guess_wrong(database, 5, speaker=ANNA) == [Proof.WRONG] * 5
    assert guess(database, "k", RIGHT, speaker=ANNA) is Proof.LOCKED


def test_a_number_far_too_long_is_wrong_and_counted(database: Database) -> None:
    for place in range(5):
        assert guess(database, f"k{place}", number="9" * 5000) is Proof.WRONG
    assert guess(database, "k5", number="9" * 5000) is Proof.LOCKED


@pytest.mark.parametrize("from_one_visit", [True, False])
def test_of_twenty_wrong_proofs_at_once_five_count_and_the_rest_are_locked(
    database: Database, from_one_visit: bool
) -> None:
    add_order(database)

    def hand(place: int) -> Proof:
        speaker = GUEST if from_one_visit else visit(place)
        number = f"X{place}" if from_one_visit else "N1"
        return prove_order(database, speaker, number, "0000", NOW, f"proof-{place}")

    assert Counter(at_once(hand)) == {Proof.WRONG: 5, Proof.LOCKED: HANDS - 5}
    assert count(database, t.proof_attempts) == 5


def test_a_guess_among_many_wrong_ones_at_once_does_not_get_past_the_lock(database: Database) -> None:
    add_order(database)
    tails = [f"{place:04}" for place in range(HANDS - 1)] + ["5678"]
    answers = at_once(lambda place: prove_order(database, GUEST, "N1", tails[place], NOW, f"proof-{place}"))
    wrong, proven = answers.count(Proof.WRONG), answers.count(Proof.PROVEN)
    assert wrong == 5 or (wrong, proven) == (HANDS - 1, 1)
    assert wrong <= 5 and count(database, t.proof_attempts) == 5
    assert (find_order(database, POLICY, GUEST, "N1", NOW) is not None) is bool(proven)


def test_visits_and_numbers_locked_crosswise_do_not_block_one_another(database: Database) -> None:
    for number in ("N1", "N2"):
        add_order(database, number)
    visits = [visit(1), visit(2)]

    def hand(place: int) -> Proof:
        return prove_order(
            database, visits[place % 2], f"N{place // 2 % 2 + 1}", "5678", NOW, f"proof-{place}"
        )

    assert set(at_once(hand)) == {Proof.PROVEN}
    assert count(database, t.proofs) == 4


def test_an_order_that_nobody_had_is_claimed_by_one_of_twenty_buyers(database: Database) -> None:
    add_order(database, buyer_id=None)
    buyers = [Speaker(f"widget:b{place}", f"b{place}") for place in range(HANDS)]
    answers = at_once(lambda place: prove_order(database, buyers[place], "N1", "5678", NOW, f"proof-{place}"))
    assert answers.count(Proof.PROVEN) == 1
    owners = [buyer for buyer in buyers if orders_of(database, POLICY, buyer, NOW)]
    assert owners == [buyers[answers.index(Proof.PROVEN)]]


# --- claiming by the shop's own word --------------------------------------------------------------------------------


def test_a_claim_gives_an_order_to_a_buyer_for_good_and_to_a_guest_for_the_visit(database: Database) -> None:
    add_order(database, "N1", buyer_id=None, buyer_phone="")
    add_order(database, "N2", buyer_id=None, buyer_phone="")
    assert claim_order(database, BEN, "N1", NOW) and claim_order(database, GUEST, "N2", NOW)
    assert find_order(database, POLICY, Speaker("wechat:ben", "ben"), "N1", NOW) is not None
    assert find_order(database, POLICY, GUEST, "N2", NOW) is not None
    assert find_order(database, POLICY, visit(2), "N2", NOW) is None


def test_a_claim_takes_no_order_from_its_buyer(database: Database) -> None:
    add_order(database)
    assert not claim_order(database, BEN, "N1", NOW)
    assert not claim_order(database, BEN, "N9", NOW)
    assert find_order(database, POLICY, BEN, "N1", NOW) is None
    assert find_order(database, POLICY, ANNA, "N1", NOW) is not None


def test_claims_and_proofs_of_one_order_at_once_have_one_winner(database: Database) -> None:
    numbers = [add_order(database, f"N{place}", buyer_id=None) for place in range(8)]
    buyers = [Speaker(f"widget:b{place}", f"b{place}") for place in range(HANDS)]

    def hand(place: int) -> list[str]:
        def won(number: str) -> bool:
            if place % 2:
                return claim_order(database, buyers[place], number, NOW)
            return prove_order(database, buyers[place], number, "5678", NOW, f"{number}-{place}") is Proof.PROVEN

        return [number for number in numbers if won(number)]

    winners = at_once(hand)
    assert sorted(number for won in winners for number in won) == numbers
    assert [[o.order_number for o in orders_of(database, POLICY, buyer, NOW)] for buyer in buyers] == winners


def test_a_guest_who_claims_and_proves_at_once_is_admitted_once(database: Database) -> None:
    numbers = [add_order(database, f"N{place}") for place in range(8)]

    def hand(place: int) -> bool:
        if place % 2:
            return all(claim_order(database, GUEST, number, NOW) for number in numbers)
        proofs = [prove_order(database, GUEST, number, "5678", NOW, f"{number}-{place}") for number in numbers]
        return set(proofs) == {Proof.PROVEN}

    assert all(at_once(hand))
    assert count(database, t.proofs) == len(numbers)
