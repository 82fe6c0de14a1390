"""The project's own files, and the code they are held against."""

import time

from shouhou.settings import HOME
from shouhou.validating.code import the_code
from shouhou.validating.said_by_code import said_by_code
from shouhou.validation import findings


def test_our_own_data_are_sound_and_looking_takes_seconds() -> None:
    begun = time.process_time()
    found = findings()
    assert found.slips == []
    assert time.process_time() - begun < 20


def test_every_response_that_the_code_names_is_found_in_it() -> None:
    code = said_by_code(HOME)
    assert code.says("utter_signed_not_received") and code.says("utter_form_request_type")
    assert not code.says("utter_said_by_nobody")


def test_blanks_are_known_that_a_call_passes_through_other_functions() -> None:
    assert {"days", "basis"} <= said_by_code(HOME).fills("utter_verdict_ok")


def test_the_code_knows_forms_answers_and_the_numbers_of_the_policy() -> None:
    code = the_code()
    assert "request_type" in code.forms["request_aftersales"]
    assert code.does("ask_cancellations_left") and not code.does("ask_size_help")
    assert {"window_days", "cancellation_limit", "phone_opens"} <= code.numbers
    assert "categories" not in code.numbers
