"""A small project of a trainer's, sound as it stands, to be spoilt by the tests one slip at a time."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from shouhou.settings import HOME
from shouhou.validating.code import Code
from shouhou.validating.project import Slip
from shouhou.validating.said_by_code import SaidByCode
from shouhou.validation import findings

TODAY = date(2026, 11, 30)
DOMAIN = """\
version: "3.1"
intents:
  - greet
  - inform
  - affirm
  - deny
  - ask_case_status
  - request_aftersales
  - ask_invoice
  - faq
  - trouble_kettle
entities:
  - reason
  - product_category
  - story_kettle
slots:
  talk:
    type: any
    mappings:
      - type: custom
  story_kettle:
    type: any
    mappings:
      - type: custom
actions:
  - action_turn
  - action_request_aftersales
responses:
  utter_greet:
    - text: 您好，有什么可以帮您？
  utter_status:
    - text: "{order}到了{status}。"
    - text: "{status}，是{order}。"
"""
RULES = """\
version: "3.1"
rules:
  - rule: an FAQ is answered by the response of its name
    steps:
      - intent: faq
      - action: utter_faq
  - rule: invoices
    steps:
      - intent: ask_invoice
      - action: utter_ask_invoice
"""
FAQ = """\
version: "3.1"
nlu:
- intent: faq/trade_in
  examples: |
{faq}
- intent: ask_invoice
  examples: |
{invoice}
responses:
  utter_faq/trade_in:
    - text: 旧机和抵掉的钱怎么算，请先问商家，{window_days} 天内都能申请。
      metadata: {title: 以旧换新能退吗, source: null, checked_on: "2026-11-29", confidence: none}
      buttons:
        - title: 申请售后
          payload: '/request_aftersales{"request_type": "exchange"}'
  utter_ask_invoice:
    - text: 发票由商家开。
      metadata: {title: 怎么开发票, source: 发票管理办法, checked_on: "2026-11-29", confidence: high}
"""
STORY = """\
version: "3.1"
stories:
  - story: asks which
    steps:
      - intent: trouble_kettle
      - action: utter_kettle_which
      - checkpoint: which
  - story: glass
    steps:
      - checkpoint: which
      - intent: inform
        entities:
          - story_kettle: glass
      - action: utter_kettle_glass
      - checkpoint: solved
  - story: anything else
    steps:
      - checkpoint: which
      - intent: inform
      - action: utter_kettle_other
      - checkpoint: solved
  - story: solved
    steps:
      - checkpoint: solved
      - intent: affirm
      - action: utter_kettle_glad
  - story: not solved, glass
    steps:
      - checkpoint: solved
      - intent: deny
      - slot_was_set:
          - story_kettle: glass
      - action: utter_kettle_care
  - story: not solved
    steps:
      - checkpoint: solved
      - intent: deny
      - action: action_request_aftersales
responses:
  utter_kettle_which:
    - text: 哪一种？
      buttons:
        - title: 玻璃的
          payload: '/inform{"story_kettle": "glass"}'
  utter_kettle_glass:
    - text: 擦干底座。好了吗？
      buttons:
        - title: 好了
          payload: /affirm
        - title: 没有
          payload: /deny
  utter_kettle_other:
    - text: 换个插座。好了吗？
  utter_kettle_glad:
    - text: 那就好。
  utter_kettle_care:
    - text: 玻璃的小心烫，我请人来看。
"""
TALK = """\
version: "3.1"
nlu:
- intent: greet
  examples: |
{greet}
- intent: inform
  examples: |
{inform}
- intent: affirm
  examples: |
{affirm}
- intent: deny
  examples: |
{deny}
- intent: ask_case_status
  examples: |
{status}
- intent: request_aftersales
  examples: |
{apply}
- intent: trouble_kettle
  examples: |
{kettle}
"""
CONFIG = """\
recipe: default.v1
language: zh
pipeline:
  - name: shouhou.language.reason_gate.ReasonGate
    intents:
      - inform
policies:
  - name: shouhou.language.turn_policy.TurnPolicy
"""


def sentences(word: str, count: int) -> list[str]:
    """Examples that share one word and nothing else."""
    first = 0x4E00 + sum(map(ord, word)) % 5000 * 3
    return [f"{word}{chr(first + number)}" for number in range(count)]


def block(examples: Sequence[str]) -> str:
    """Examples as they stand in a file."""
    return "\n".join(f"    - {each}" for each in examples)


class SmallProject:
    """The project in a folder, and a code that says and does little."""

    def __init__(self, home: Path) -> None:
        self.home = home
        said = SaidByCode(
            names={"utter_greet": "actions/lead.py, line 1", "utter_status": "actions/answers/progress.py, line 9"},
            passed=[(("utter_status",), frozenset({"status"}), "actions/answers/progress.py, line 9")],
        )
        said.blanks["utter_status"] = {"status"}
        self.code = Code(
            said, frozenset({"ask_case_status"}), {"request_aftersales": frozenset({"request_type", "reason"})},
            frozenset(), frozenset({"greet", "inform", "affirm", "deny", "stop"}), frozenset({"window_days"}),
        )
        self.write("domain.yml", DOMAIN)
        self.write("config.yml", CONFIG)
        self.write("policy.yml", (HOME / "policy.yml").read_text(encoding="utf-8"))
        self.write("data/rules/answers.yml", RULES)
        self.write("data/faq/trade_in.yml", _filled(FAQ, faq=("以旧换新", 15), invoice=("发票抬头", 15)))
        self.write("data/stories/kettle.yml", STORY)
        self.write("data/nlu/talk.yml", _filled(
            TALK, greet=("哈喽", 40), inform=("杯盖裂", 40), affirm=("没错呀", 40), deny=("才不呢", 40),
            status=("处理到哪", 40), apply=("申请退货", 40), kettle=("水壶不热怎么弄", 15),
        ))

    def write(self, name: str, text: str) -> None:
        """Write a file."""
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def text(self, name: str) -> str:
        """What a file holds."""
        return (self.home / name).read_text(encoding="utf-8")

    def spoil(self, name: str, old: str, new: str) -> None:
        """Put something else in the place of what stands once in a file."""
        text = self.text(name)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def slips(self) -> list[Slip]:
        """What the validator finds."""
        return findings(self.home, self.code, TODAY).slips

    def only_slip(self, file: str, at: str) -> str:
        """The one slip found, which points at a line of the file that holds `at`; its words."""
        slips = self.slips()
        assert len(slips) == 1, "\n".join(map(str, slips)) or "nothing was found"
        self.points_at(slips[0], file, at)
        return slips[0].text

    def points_at(self, slip: Slip, file: str, at: str) -> None:
        """Check that a slip names this file and a line that holds `at`."""
        assert slip.file == file, slip
        line = self.text(file).splitlines()[slip.line - 1]
        assert at in line, f"{slip} points at {line!r}"


def _filled(text: str, **words: tuple[str, int]) -> str:
    for name, (word, count) in words.items():
        text = text.replace(f"{{{name}}}", block(sentences(word, count)))
    return text
