"""What a channel remembers for all its processes: tokens and cursors."""

from datetime import timedelta

from cases_world import HANDS, NOW, at_once, count

from shouhou.cases import channel_state
from shouhou.cases import tables as t
from shouhou.cases.database import Database

MINUTE = timedelta(minutes=1)


def test_a_token_is_known_until_it_runs_out_and_the_next_takes_its_place(database: Database) -> None:
    assert channel_state.token_of(database, "a", NOW) is None
    channel_state.keep_token(database, "a", "T1", NOW + MINUTE)
    channel_state.keep_token(database, "b", "T2", NOW + 2 * MINUTE)
    assert channel_state.token_of(database, "a", NOW) == ("T1", NOW + MINUTE)
    assert channel_state.token_of(database, "a", NOW + MINUTE) is None
    channel_state.keep_token(database, "a", "T3", NOW + 3 * MINUTE)
    assert channel_state.token_of(database, "a", NOW + MINUTE) == ("T3", NOW + 3 * MINUTE)
    assert channel_state.token_of(database, "b", NOW) == ("T2", NOW + 2 * MINUTE)


def test_twenty_tokens_kept_at_once_are_one(database: Database) -> None:
    at_once(lambda place: channel_state.keep_token(database, "a", f"T{place}", NOW + MINUTE))
    assert count(database, t.channel_tokens) == 1
    known = channel_state.token_of(database, "a", NOW)
    assert known is not None and known[0] in {f"T{place}" for place in range(HANDS)}


def test_a_cursor_is_kept_by_its_name_and_moves_on(database: Database) -> None:
    assert channel_state.cursor_of(database, "a:1") is None
    channel_state.keep_cursor(database, "a:1", "C1", NOW)
    channel_state.keep_cursor(database, "a:2", "C2", NOW)
    channel_state.keep_cursor(database, "a:1", "C3", NOW + MINUTE)
    assert [channel_state.cursor_of(database, name) for name in ("a:1", "a:2")] == ["C3", "C2"]
    at_once(lambda place: channel_state.keep_cursor(database, "a:3", f"C{place}", NOW))
    assert count(database, t.channel_cursors) == 3


def test_cursors_are_found_by_the_beginning_of_their_names_letter_by_letter(database: Database) -> None:
    for name in ("customer_service:main:ww1:wk_1", "customer_service:main:ww1:wk_2", "customerXservice:main:ww1:wk_1"):
        channel_state.keep_cursor(database, name, "C", NOW)
    found = channel_state.cursors(database, "customer_service:main:ww1:")
    assert sorted(found) == ["customer_service:main:ww1:wk_1", "customer_service:main:ww1:wk_2"]
    assert channel_state.cursors(database, "%") == []
