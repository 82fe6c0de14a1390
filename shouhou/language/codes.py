"""Numbers that name something: orders, cases, parcels, phones. Texts are normalised ones (half width, lower case)."""

import re
from collections.abc import Iterator
from itertools import chain

from shouhou.language.numerals import SPOKEN, as_digits
from shouhou.language.spans import Mention

_GAP = r"[\s_-]{0,3}"
_CASE = re.compile(r"(?<![0-9a-z])(?:as|cp)[0-9]{6}-[0-9a-z]{8}(?![0-9a-z])")
_PINDUODUO = re.compile(rf"(?<![0-9a-z])[0-9](?:{_GAP}[0-9]){{20}}(?![0-9a-z])")
_PHONE = re.compile(r"(?<![0-9a-z])(?:\+?86[\s-]?)?(1[3-9][0-9][\s-]?[0-9]{4}[\s-]?[0-9]{4})(?![0-9a-z])")
CARRIERS = "顺丰|圆通|中通|申通|韵达|极兔|邮政|京东快递|京东物流|百世|德邦|菜鸟|丰网|天天快递|宅急送|跨越|安能"
_PARCEL_WORDS = r"(?:快递|运|物流|寄回|退回|退货快递|回寄|包裹|寄件|配送)(?:单号|单|编号|号码|号)|(?<![订款后诉货])单号|tracking(?:\s?(?:number|no))?"
_PARCEL_LEAD = re.compile(
    rf"(?:{_PARCEL_WORDS}|(?:{CARRIERS})(?:快递|速运|物流|快运|速递)?(?:寄的|发的|的|单号|运单号)?)"
    r"[\s:,。.是为的叫了#'\"]*([a-z]{0,4}[\s-]?[0-9][0-9a-z]{8,19})(?![0-9a-z-])"
)
_PARCEL_SHAPE = re.compile(
    r"(?<![0-9a-z-])((?:sf|yt|zto|sto|yd|jt|jd[a-z]{0,2}|dpk|ytd|kye|bs|ht|cn|ems)[0-9]{10,15}|e[a-z][0-9]{9}cn)"
    r"(?![0-9a-z-])"
)
# A number that is dictated or typed in groups: sf1390 2233 4455 6, sf 一三八四四〇幺二三. So long only behind a carrier.
_SAID = rf"{SPOKEN}(?:[\s-]{{0,2}}{SPOKEN}){{8,19}}"
_PARCEL_SAID = re.compile(
    rf"(?:(?:{_PARCEL_WORDS}|(?:{CARRIERS})(?:快递|速运|物流|快运|速递)?(?:寄的|发的|的|单号|运单号)?)[\s:,。.是为的叫了#'\"]*"
    r"(?P<letters>[a-z]{0,4})|(?<![0-9a-z])(?P<prefix>sf|yt|zto|sto|yd|jt|jd[a-z]{0,2}|dpk|ytd|kye|ems))"
    rf"(?P<gap>[\s:,-]{{0,2}})(?P<digits>{_SAID})(?![0-9a-z])"
)
_ORDER_LEAD = re.compile(
    r"(?P<lead>订单号码|订单编号|订单号|订单|单子号|order(?:\s?(?:number|no\.?|id))?)[\s:,是为的叫#'\"]*"
    r"(?P<code>[a-z]{0,8}[-_]?[0-9][0-9a-z]*(?:[-_][0-9a-z]+)*)(?![0-9a-z_-]|\s?[年月元块])"
)
_LETTERED = re.compile(r"(?<![0-9a-z_.-])([a-z]{1,6}[-_]?[0-9]{3,}[0-9a-z]*(?:[-_][0-9a-z]+)*)(?![0-9a-z_-])")
_DIGITS = re.compile(r"(?<![0-9a-z.])([0-9]{9,})(?![0-9a-z]|\.[0-9])")
# Names of models that look like order numbers.
_MODELS = ("iphone", "ipad", "rtx", "gtx", "redmi", "mate", "ddr", "wifi", "note", "spf", "win", "rog", "gt", "rx")
_TAIL = re.compile(
    r"(?<![0-9a-z.:/-])[0-9]{4}(?![0-9a-z./]|\s?(?:年|元|块|毫|克|斤|瓦|多|个|件|米|号楼|室|-[0-9])|:[0-9])"
)
_SAID_TAIL = re.compile(
    rf"(?<![0-9a-z.点]|{SPOKEN})(?=[^0-9]){SPOKEN}{{4}}(?!{SPOKEN}|[十百千万点年月日号个块元件天次成])"
)
_TAIL_BEFORE = re.compile(
    r"(?:尾号|尾数|尾巴|末尾|后四位|后4位|末四位|末4位|末四码|后四码|最后四位|最后4位|手机|电话|手机号|号码)[^0-9]{0,8}$"
)
_TAIL_AFTER = re.compile(r"\s?(?:是)?(?:我|的)?(?:手机|电话)?(?:号|号码)?(?:尾号|后四位|末四位)")
_TAIL_ALONE = re.compile(r"[\s,。.!?:;、]*(?:我的?|是|尾号|手机|号|电话|嗯|对|这个|就是|的|吧|哦|呢|啊)*[\s,。.!:]*")
_MIN_CODE = 6
_MIN_NAMED_CODE = 4
_MIN_LOOSE_DIGITS = 4


def find_codes(text: str) -> Iterator[Mention]:
    """Case, order, tracking numbers and phones, in order of trust; overlaps are left to the caller (settle)."""
    for match in _CASE.finditer(text):
        yield _code("case_number", text, match.start(), match.end())
    yield from _pinduoduo(text)
    yield from _parcels(text)
    for match in _PHONE.finditer(text):
        yield Mention("phone", match.start(), match.end(), re.sub(r"[^0-9]", "", match[1]))
    yield from _orders(text)


def find_phone_tails(text: str, others: list[Mention]) -> Iterator[Mention]:
    """Runs of exactly four digits that read as the end of a phone number, given what else the message holds.

    They are of the kind `phone` too: four digits are the end of one, eleven the whole.
    """
    for match in chain(_TAIL.finditer(text), _SAID_TAIL.finditer(text)):
        before, after = text[: match.start()], text[match.end() :]
        numbers = [other for other in others if other.kind in ("order_number", "case_number")]
        follows = any(_TAIL_ALONE.fullmatch(text, other.end, match.start()) for other in numbers)
        alone = _TAIL_ALONE.fullmatch(before) and _TAIL_ALONE.fullmatch(after)
        if follows or alone or _TAIL_BEFORE.search(before) or _TAIL_AFTER.match(after):
            yield Mention("phone", match.start(), match.end(), as_digits(match[0]))


def _code(kind: str, text: str, start: int, end: int) -> Mention:
    return Mention(kind, start, end, re.sub(r"\s", "", text[start:end]).upper())


def _pinduoduo(text: str) -> Iterator[Mention]:
    """Six digits of a day and fifteen more, however they are spaced; the value carries its dash."""
    for match in _PINDUODUO.finditer(text):
        digits = re.sub(r"[^0-9]", "", match[0])
        if 1 <= int(digits[2:4]) <= 12 and 1 <= int(digits[4:6]) <= 31:
            yield Mention("order_number", match.start(), match.end(), f"{digits[:6]}-{digits[6:]}")


def _parcels(text: str) -> Iterator[Mention]:
    for pattern in (_PARCEL_LEAD, _PARCEL_SHAPE):
        for match in pattern.finditer(text):
            digits = sum(char.isdigit() for char in match[1])
            if digits >= _MIN_CODE + 2 and not (pattern is _PARCEL_LEAD and _PHONE.fullmatch(match[1])):
                yield _code("tracking_number", text, *match.span(1))
    yield from _said_parcels(text)


def _said_parcels(text: str) -> Iterator[Mention]:
    for match in _PARCEL_SAID.finditer(text):
        letters, digits = match["prefix"] or match["letters"] or "", as_digits(re.sub(r"[\s-]", "", match["digits"]))
        if letters or not _PHONE.fullmatch(digits):
            start = match.start("digits") - len(match["gap"]) - len(letters) if letters else match.start("digits")
            yield Mention("tracking_number", start, match.end(), letters.upper() + digits)


def _orders(text: str) -> Iterator[Mention]:
    for match in _ORDER_LEAD.finditer(text):
        least = _MIN_CODE if match["lead"] in ("订单", "order") else _MIN_NAMED_CODE
        if len(match["code"]) >= least and not _PHONE.fullmatch(match["code"]):
            yield _code("order_number", text, *match.span("code"))
    for match in _LETTERED.finditer(text):
        code = match[1]
        digits = sum(char.isdigit() for char in code)
        dashed = "-" in code and digits >= 3
        if len(code) >= _MIN_CODE and (dashed or digits >= _MIN_LOOSE_DIGITS) and not code.startswith(_MODELS):
            yield _code("order_number", text, *match.span(1))
    for match in _DIGITS.finditer(text):
        if not _PHONE.fullmatch(match[1]):
            yield _code("order_number", text, *match.span(1))
