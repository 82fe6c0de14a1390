"""Intents that nothing answers, and rules that cannot be followed."""

from tests.unit.validation.small_project import SmallProject, block, sentences

RULES, FAQ = "data/rules/answers.yml", "data/faq/trade_in.yml"


def test_an_intent_answered_nowhere_is_told(project: SmallProject) -> None:
    project.spoil("domain.yml", "  - ask_invoice\n", "  - ask_invoice\n  - ask_price\n")
    project.write("data/nlu/more.yml", 'version: "3.1"\nnlu:\n- intent: ask_price\n  examples: |\n'
                                       f'{block(sentences("多少钱呀", 15))}\n')
    assert "ask_price is answered nowhere" in project.only_slip("domain.yml", "ask_price")


def test_a_rule_that_names_no_response_that_is_there_is_told_with_the_nearest(project: SmallProject) -> None:
    project.spoil(RULES, "action: utter_ask_invoice", "action: utter_ask_invoise")
    slips = project.slips()
    project.points_at(slips[-1], RULES, "utter_ask_invoise")
    assert "is utter_ask_invoice meant?" in slips[-1].text


def test_a_rule_that_names_an_action_of_python_is_told(project: SmallProject) -> None:
    project.spoil(RULES, "action: utter_ask_invoice", "action: action_invoice")
    assert any("can only say a response" in slip.text and slip.file == RULES for slip in project.slips())


def test_a_rule_of_an_unknown_intent_is_told(project: SmallProject) -> None:
    project.spoil(RULES, "intent: ask_invoice", "intent: ask_invioce")
    assert any("ask_invioce is none of domain.yml; is ask_invoice meant?" in slip.text for slip in project.slips())


def test_a_rule_with_more_turns_is_sent_to_the_stories(project: SmallProject) -> None:
    project.write("data/rules/more.yml", 'version: "3.1"\nrules:\n  - rule: two turns\n    steps:\n      - intent:'
                                         ' greet\n'
                                         "      - action: utter_greet\n      - intent: affirm\n      - action:"
                                         " utter_greet\n")
    assert "data/stories/" in project.only_slip("data/rules/more.yml", "two turns")


def test_two_rules_for_one_intent_are_told(project: SmallProject) -> None:
    project.write("data/rules/more.yml", 'version: "3.1"\nrules:\n  - rule: again\n    steps:\n      - intent:'
                                         ' ask_invoice\n'
                                         "      - action: utter_greet\n")
    assert "a second rule for ask_invoice" in project.only_slip("data/rules/more.yml", "ask_invoice")


def test_a_rule_for_what_python_answers_is_never_followed(project: SmallProject) -> None:
    project.write("data/rules/more.yml", 'version: "3.1"\nrules:\n  - rule: mine\n    steps:\n'
                                         "      - intent: ask_case_status\n      - action: utter_greet\n")
    assert "is answered by Python" in project.only_slip("data/rules/more.yml", "action: utter_greet")


def test_a_rule_outside_its_folder_is_read_by_nobody(project: SmallProject) -> None:
    project.write("data/faq/more.yml", 'version: "3.1"\nrules:\n  - rule: lost\n    steps:\n      - intent:'
                                       ' ask_invoice\n'
                                       "      - action: utter_ask_invoice\n")
    assert "data/rules/" in project.only_slip("data/faq/more.yml", "lost")


def test_an_faq_without_its_answer_is_told(project: SmallProject) -> None:
    project.spoil(FAQ, "  utter_faq/trade_in:\n", "  utter_faq/tradein:\n")
    slips = project.slips()
    assert len(slips) == 2
    assert "is utter_faq/tradein meant?" in slips[0].text
    assert "answers nothing" in slips[1].text


def test_the_rule_of_faqs_may_not_go(project: SmallProject) -> None:
    project.spoil(RULES, "      - intent: faq\n      - action: utter_faq\n", "      - intent: greet\n      - action:"
                                                                             " utter_greet\n")
    assert any("the rule that answers FAQs is gone" in slip.text for slip in project.slips())


def test_an_action_of_the_domain_that_nothing_runs_is_told(project: SmallProject) -> None:
    project.spoil("domain.yml", "  - action_turn\n", "  - action_turn\n  - action_lookup\n")
    assert "no action that anything runs" in project.only_slip("domain.yml", "action_lookup")
