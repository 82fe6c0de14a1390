"""Slips in examples."""

from tests.unit.validation.small_project import SmallProject, block, sentences

TALK, FAQ = "data/nlu/talk.yml", "data/faq/trade_in.yml"


def added(project: SmallProject, text: str) -> None:
    project.write("data/nlu/more.yml", f'version: "3.1"\nnlu:\n{text}')


def test_a_synonym_is_sent_to_the_list_of_products(project: SmallProject) -> None:
    added(project, "- synonym: 空气炸锅\n  examples: |\n    - 气炸锅\n")
    assert "shouhou/language/products.txt" in project.only_slip("data/nlu/more.yml", "synonym")


def test_a_lookup_table_is_sent_to_the_list_of_products(project: SmallProject) -> None:
    added(project, "- lookup: product_category\n  examples: |\n    - 气炸锅\n")
    assert "shouhou/language/products.txt" in project.only_slip("data/nlu/more.yml", "lookup")


def test_an_intent_that_the_domain_does_not_name_is_told_with_the_line_to_add(project: SmallProject) -> None:
    added(project, f"- intent: ask_price\n  examples: |\n{block(sentences('多少钱呀', 15))}\n")
    assert "add `  - ask_price`" in project.only_slip("data/nlu/more.yml", "ask_price")


def test_a_misspelt_intent_is_told_with_the_one_that_is_meant(project: SmallProject) -> None:
    added(project, f"- intent: ask_invioce\n  examples: |\n{block(sentences('发票抬头呀', 15))}\n")
    assert "is ask_invoice meant?" in project.only_slip("data/nlu/more.yml", "ask_invioce")


def test_an_example_in_two_intents_is_told_with_both(project: SmallProject) -> None:
    twin = sentences("发票抬头", 1)[0]
    added(project, f"- intent: trouble_kettle\n  examples: |\n    - {twin}\n")
    slips = [slip for slip in project.slips() if "stands in two intents" in slip.text]
    assert len(slips) == 1
    project.points_at(slips[0], "data/nlu/more.yml", twin)
    assert "ask_invoice" in slips[0].text and "data/faq/trade_in.yml, line" in slips[0].text


def test_an_example_written_twice_is_told(project: SmallProject) -> None:
    twin = sentences("发票抬头", 1)[0]
    added(project, f"- intent: ask_invoice\n  examples: |\n    - {twin}！\n")
    assert "stands twice" in project.only_slip("data/nlu/more.yml", twin)


def test_an_intent_of_trainers_needs_fifteen_examples(project: SmallProject) -> None:
    last = sentences("发票抬头", 15)[-1]
    project.spoil(FAQ, f"    - {last}\n", "")
    assert "ask_invoice has 14 examples; with fewer than 15" in project.only_slip(FAQ, "ask_invoice")


def test_an_intent_that_python_answers_needs_forty(project: SmallProject) -> None:
    last = sentences("处理到哪", 40)[-1]
    project.spoil(TALK, f"    - {last}\n", "")
    assert "ask_case_status has 39 examples; with fewer than 40" in project.only_slip(TALK, "ask_case_status")


def test_an_intent_without_examples_is_told(project: SmallProject) -> None:
    project.spoil("domain.yml", "  - ask_case_status\n", "  - ask_case_status\n  - ask_why\n")
    assert any("ask_why has no examples" in slip.text for slip in project.slips())


def test_a_line_that_is_no_example_is_told(project: SmallProject) -> None:
    first = sentences("发票抬头", 1)[0]
    project.spoil(FAQ, f"    - {first}\n", f"    - {first}\n    -忘了空格\n")
    assert "must begin with `- `" in project.only_slip(FAQ, "忘了空格")


def test_examples_written_as_a_list_are_told(project: SmallProject) -> None:
    added(project, "- intent: ask_invoice\n  examples:\n    - 开张票\n")
    assert "`examples: |`" in project.only_slip("data/nlu/more.yml", "intent")


def test_a_mark_of_an_unknown_kind_is_told(project: SmallProject) -> None:
    added(project, "- intent: inform\n  examples: |\n    - 我的[玻璃杯](resaon)碎成渣\n")
    assert "is reason meant?" in project.only_slip("data/nlu/more.yml", "玻璃杯")


def test_a_mark_for_goods_is_sent_to_the_list_of_products(project: SmallProject) -> None:
    added(project, "- intent: inform\n  examples: |\n    - 我的[玻璃杯](product_category)碎成渣\n")
    assert "products.txt" in project.only_slip("data/nlu/more.yml", "玻璃杯")


def test_a_mark_in_full_width_brackets_is_told(project: SmallProject) -> None:
    added(project, "- intent: inform\n  examples: |\n    - 我的玻璃杯[碎成渣]（reason）\n")
    assert "half-width" in project.only_slip("data/nlu/more.yml", "碎成渣")


def test_intents_without_held_out_sentences_are_a_notice_and_no_slip(project: SmallProject) -> None:
    from shouhou.validation import findings

    project.write("trainers/heldout.jsonl", '{"text": "开票", "intent": "ask_invoice"}\n')
    found = findings(project.home, project.code)
    assert found.slips == []
    assert len(found.notices) == 1
    assert "faq/trade_in" in found.notices[0] and "ask_invoice" not in found.notices[0]
