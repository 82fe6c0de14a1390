"""What policy.yml says, and what is refused in it."""

from datetime import date, time

import pytest

from shouhou.rules.policy import Entry, Period, Policy, PolicyError, parse_policy

YEAR = Period(years=1)


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ("cancellation_limit", 3),
        ("window_days", 15),
        ("no_reason_days", 7),
        ("merchant_answer_hours", 48),
        ("consent_answer_hours", 72),
        ("return_goods_days", 7),
        ("complaint_working_days", 3),
        ("phone_number", None),
    ],
)
def test_the_policy_that_ships_holds_the_numbers_of_the_product(policy: Policy, entry: str, value: object) -> None:
    assert getattr(policy, entry).value == value


@pytest.mark.parametrize("entry", ["phone_hours", "desk_hours"])
def test_phone_and_desk_are_staffed_from_nine_to_twenty(policy: Policy, entry: str) -> None:
    hours = getattr(policy, entry).value
    assert (hours.opens, hours.closes) == (time(9), time(20))


def test_a_refund_lands_in_one_to_seven_working_days_by_the_way_it_was_paid(policy: Policy) -> None:
    ways = policy.refund_arrival.value
    assert len({way.way for way in ways}) == len(ways) > 1
    assert (min(way.first for way in ways), max(way.last for way in ways)) == (1, 7)
    assert len({(way.first, way.last) for way in ways}) > 1


@pytest.mark.parametrize("entry", ["cancellation_limit", "window_days", "phone_hours", "no_reason_days"])
def test_what_the_product_takes_from_a_source_names_it(policy: Policy, entry: str) -> None:
    assert getattr(policy, entry).source


@pytest.mark.parametrize(
    "entry",
    ["merchant_answer_hours", "consent_answer_hours", "return_goods_days", "complaint_working_days", "refund_arrival"],
)
def test_defaults_without_a_firm_source_say_so(policy: Policy, entry: str) -> None:
    assert (getattr(policy, entry).source, getattr(policy, entry).confidence) == (None, "low")


def test_every_entry_is_dated(policy: Policy) -> None:
    entries = [value for _, value in policy if isinstance(value, Entry)]
    assert len(entries) >= 13
    assert all(type(entry.checked_on) is date for entry in entries)


@pytest.mark.parametrize("word", ["冰箱", "洗衣机", "空调", "电视", "热水器", "手机", "电脑", "相机"])
def test_an_appliance_has_a_year(policy: Policy, word: str) -> None:
    category = policy.category_of(word)
    assert category is not None and category.period == YEAR and category.caveat is None


@pytest.mark.parametrize("word", ["冰箱", "洗衣机", "空调", "电视"])
def test_main_parts_of_large_appliances_have_three_years(policy: Policy, word: str) -> None:
    category = policy.category_of(word)
    assert category is not None and category.main_parts == Period(years=3)


@pytest.mark.parametrize("word", ["小家电", "电饭煲", "吹风机", "豆浆机"])
def test_a_small_electric_appliance_has_a_year_that_its_warranty_card_outranks(policy: Policy, word: str) -> None:
    category = policy.category_of(word)
    assert category is not None
    assert (category.period, category.confidence, category.caveat) == (YEAR, "low", "warranty_card")


def test_fresh_food_has_less_than_the_default(policy: Policy) -> None:
    category = policy.category_of("生鲜")
    assert category is not None and isinstance(category.period, Period)
    assert category.period.after(date(2026, 12, 1)) < date(2026, 12, 16)
    assert category.caveat == "order_page"


@pytest.mark.parametrize("words", ["", "连衣裙", "图书 小说", "???"])
def test_unknown_words_have_no_category(policy: Policy, words: str) -> None:
    assert policy.category_of(words) is None


@pytest.mark.parametrize("words", ["双肩包女大容量电脑书包", "冰箱除味盒垫", "手机防摔壳套", "相机内胆包"])
def test_what_is_only_made_for_an_appliance_is_not_the_appliance(policy: Policy, words: str) -> None:
    category = policy.category_of(words)
    assert category is None or category.name not in ("电脑", "冰箱", "手机", "相机"), category


@pytest.mark.parametrize("words", ["手机壳", "冰箱贴", "电视柜", "空调被", "电脑桌", "手机配件", "电脑配件"])
def test_an_accessory_is_not_the_appliance_in_its_name(policy: Policy, words: str) -> None:
    category = policy.category_of(words)
    assert category is None or category.period == "default"


def test_the_word_is_found_inside_a_longer_name(policy: Policy) -> None:
    category = policy.category_of("", "海尔对开门冰箱 500升")
    assert category is not None and category.name == "冰箱"


def test_the_orders_category_outranks_the_product_name(policy: Policy) -> None:
    category = policy.category_of("生鲜", "手机造型月饼")
    assert category is not None and category.name == "生鲜"


def test_within_one_text_the_earlier_entry_wins(policy: Policy) -> None:
    category = policy.category_of("手机壳")
    assert category is not None and category.name == "配件耗材"


def test_a_policy_cannot_be_changed_while_the_program_runs(policy: Policy) -> None:
    with pytest.raises(TypeError):
        policy.window_days.value = 30
    with pytest.raises(TypeError):
        policy.version = "later"


def refusal(text: str) -> str:
    with pytest.raises(PolicyError) as caught:
        parse_policy(text, "shop.yml")
    return str(caught.value)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


FIRST_ENTRY = "value: 3\n"
SOURCE_LINE = "  source: 拼多多售后可以撤销几次?售后有效期是多久? (2022-12-07)\n"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param(FIRST_ENTRY, "value: -3\n", "cancellation_limit.value", id="negative number"),
        pytest.param(FIRST_ENTRY, 'value: "3"\n', "cancellation_limit.value", id="text for a number"),
        pytest.param(FIRST_ENTRY, "value: 3.0\n", "cancellation_limit.value", id="fraction for a count"),
        pytest.param(FIRST_ENTRY, "value: true\n", "cancellation_limit.value", id="yes for a count"),
        pytest.param(FIRST_ENTRY, "value:\n", "cancellation_limit.value", id="nothing for a count"),
        pytest.param(FIRST_ENTRY, "value: [3]\n", "cancellation_limit.value", id="list for a count"),
        pytest.param("value: 15\n", "value: 99999999999\n", "window_days.value", id="count past every calendar"),
        pytest.param("window_days:", "window_day:", "window_day", id="unknown key"),
        pytest.param("  confidence: high\n", "  confidance: high\n", "confidance", id="unknown key of an entry"),
        pytest.param("  confidence: high\n", "  confidence: sure\n", "confidence", id="unknown confidence"),
        pytest.param("checked_on: 2026-11-22", "checked_on: yesterday", "checked_on", id="no date"),
        pytest.param("checked_on: 2026-11-22", "checked_on: 20261122", "checked_on", id="number for a date"),
        pytest.param("checked_on: 2026-11-22", "checked_on: 2.5", "checked_on", id="fraction for a date"),
        pytest.param("checked_on: 2026-11-22", "checked_on: 2026-11-22 10:00:00", "checked_on", id="moment for a date"),
        pytest.param('version: "2026-11-22"', "version: 2026-11-22", "version", id="date for a version"),
        pytest.param("period: {years: 1}", "period: {years: -1}", "period.years", id="negative period"),
        pytest.param("period: {years: 1}", "period: {years: 9000}", "period.years", id="period past every calendar"),
        pytest.param("period: {years: 1}", "period: {years: 0}", "period", id="period of nothing"),
        pytest.param("period: {years: 1}", "period: {}", "period", id="empty period"),
        pytest.param("period: {years: 1}", "period: {weeks: 1}", "period.weeks", id="unknown unit"),
        pytest.param("period: {years: 1}", "period: standard", "period", id="word for a period"),
        pytest.param("words: [空调]", "words: []", "words", id="category without words"),
        pytest.param("words: [空调]", 'words: [" "]', "words", id="empty word would match everything"),
        pytest.param("words: [空调]", "words: 空调", "words", id="text for a list"),
        pytest.param("caveat: warranty_card", "caveat: receipt", "caveat", id="unknown caveat"),
        pytest.param("from: 1, to: 5", "from: 6, to: 5", "refund_arrival", id="arrival ends before it begins"),
        pytest.param("from: 1, to: 5", "from: -1, to: 5", "from", id="negative arrival"),
        pytest.param('opens: "09:00"', 'opens: "9:00"', "opens", id="clock time of one digit"),
        pytest.param('opens: "09:00"', "opens: 540", "opens", id="number for a clock time"),
        pytest.param('opens: "09:00"', 'opens: "09:60"', "opens", id="no such minute"),
        pytest.param('closes: "20:00"', 'closes: "24:00"', "closes", id="no such hour"),
        pytest.param('opens: "09:00"', 'opens: "20:00"', "phone_hours", id="closed all day"),
    ],
)
def test_a_slip_is_refused_with_its_file_line_and_key(policy_text: str, old: str, new: str, says: str) -> None:
    broken = policy_text.replace(old, new, 1)
    assert broken != policy_text
    line = line_of(broken, new)
    assert refusal(broken).startswith(f"shop.yml, line {line}: ") and says in refusal(broken)


def test_a_missing_key_is_named(policy_text: str) -> None:
    start = policy_text.index("complaint_working_days:")
    end = policy_text.index("# Working days in which")
    assert "complaint_working_days" in refusal(policy_text[:start] + policy_text[end:])


def test_an_entry_without_a_source_is_refused_at_its_line_and_told_to_write_null(policy_text: str) -> None:
    message = refusal(policy_text.replace(SOURCE_LINE, "", 1))
    assert message.startswith(f"shop.yml, line {line_of(policy_text, 'cancellation_limit:')}: ")
    assert "source: null" in message


@pytest.mark.parametrize("text", ["", "   \n", "# only a comment\n", "null", "3", "- window_days", "[]"])
def test_a_document_that_is_no_policy_is_refused_at_line_one(text: str) -> None:
    assert refusal(text).startswith("shop.yml, line 1: ")


def test_an_empty_mapping_names_a_missing_key() -> None:
    assert "field required" in refusal("{}")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("version: [1\nwindow_days: }", 2, id="brackets"),
        pytest.param('version: "1"\n\twindow_days: 3', 2, id="tab"),
        pytest.param('version: "1\n', 2, id="open quotation"),
        pytest.param('version: "1"\nversion: "2"\n', 2, id="the same key twice"),
        pytest.param("version: *nowhere\n", 1, id="unknown alias"),
        pytest.param('version: "1"\nname: \x00\n', 2, id="control character"),
        pytest.param("version: '1'\n---\nversion: '2'\n", 2, id="two documents"),
    ],
)
def test_what_is_not_yaml_is_refused_at_its_line(text: str, line: int) -> None:
    message = refusal(text)
    assert message.startswith(f"shop.yml, line {line}: ") and "YAML" in message


@pytest.mark.parametrize("key", ["1", "null", "true", "2026-11-22", "[a, b]"])
def test_a_key_that_is_no_word_is_refused_at_its_line(policy_text: str, key: str) -> None:
    broken = f"{policy_text}\n{key}: 3\n"
    assert refusal(broken).startswith(f"shop.yml, line {line_of(broken, f'{key}: 3')}: ")


def test_a_key_that_is_no_word_inside_an_entry_is_refused_at_its_line(policy_text: str) -> None:
    broken = policy_text.replace(FIRST_ENTRY, "value: 3\n  7: 3\n", 1)
    assert refusal(broken).startswith(f"shop.yml, line {line_of(broken, '7: 3')}: ")


def test_windows_line_ends_and_a_byte_order_mark_are_no_mistake(policy: Policy, policy_text: str) -> None:
    assert parse_policy("\ufeff" + policy_text.replace("\n", "\r\n")) == policy
