"""Which kind of request the words name, and which kinds they only deny. Texts are normalised ones."""

import re
from collections.abc import Iterator
from dataclasses import replace

from shouhou.language.spans import Mention

_ONE = "(?:[一1两2]?(?:个|件|双|台|条|只|套|盒|部|把|瓶|份|块|张|包|箱|袋|副|顶|本|辆|支))"
# Longest first within each line; the first line that matches at a place wins.
_TABLE = (
    (
        "refund_only",
        r"(?:仅|只要?|光|单)退(?:款|钱)(?:[,\s]?不(?:用)?退(?:货|东西))?|退款不退货|退钱不退货|不退货[,\s]?(?:只|仅|光|单)?(?:要)?退(?:款|钱)"
        r"|不用退货[,\s]?(?:直接|只|就)?(?:要)?退(?:款|钱)|退(?:款|钱)[,\s]?(?:货|东西)不(?:用)?(?:退|寄)",
    ),
    ("return_or_exchange", r"退换货|退换(?!成)"),
    (
        "return_refund",
        r"退货退款|退货退钱|退货并退款|退货加退款|退款退货|退货(?!险|包运|单|地址|邮费|运费险)|退掉|退回去|退还给?(?:商家|卖家|店家)"
        r"|寄回(?:去)?[给,\s]?(?:你们|商家|卖家)?(?:退|然后退)(?:款|钱|了|货)?|退宽退货|无理由退|(?<![a-z路])return(?![a-z]|的|\s?(?:window|period|policy|fee|ship))",
    ),
    (
        "refund",
        r"退款(?!单号|编号)|退宽|退钱|退全款|全额退|把?钱退(?:给|回|还)?(?:我|来)?|退我(?:的)?钱|钱(?:还|返)(?:给)?我|还我(?:的)?钱|返钱"
        r"|退(?:一部分|部分)(?:款|钱)|(?<![a-z])refund(?![a-z])",
    ),
    (
        "exchange",
        rf"换货|换新(?:的|货|机)?|换大一?(?:码|号)|换小一?(?:码|号)|换(?:个|一)?(?:尺)?码|换(?:个)?颜色|换{_ONE}(?:新的|新|好的|别的|大的|小的)?"
        r"|调换|更换|调货|换成|换一?换|换一下|换掉|(?<=[想要能给帮我])换(?=[,。.!?\s]|$|吧|不|吗|了吧)"
        r"|(?<![a-z])exchange(?![a-z])",
    ),
    (
        "repair",
        r"维修|返修|报修|修理|送修|修一?修|修一下|修好|拿去修|寄修|免费修|保修一下|(?<=[想要能给帮我])修(?=[,。.!?\s]|$|吧|不|吗)"
        r"|(?<![a-z])repair(?![a-z])",
    ),
    (
        "resend",
        rf"补发|补寄|补货|补{_ONE}|补给我|补齐|补过来|补回来|补上|再(?:给我)?发{_ONE}|重新?(?:给我)?发{_ONE}|重发|重寄|重新(?:寄|发货)|再寄{_ONE}?"
        rf"|少的(?:部分)?(?:给我)?补(?:给我|上)?",
    ),
)
_PATTERNS = tuple((value, re.compile(source)) for value, source in _TABLE)
_ANY = re.compile("|".join(f"(?:{source})" for _, source in _TABLE))
# Of 换一个, 补过来, 修一下 the verb alone names the kind; these are words of their own.
_VERBS, _WORDS = ("换", "补", "修"), ("换货", "补发", "补寄", "补货", "修理")
# What 换, 补 and 修 are also said of.
_NOT_GOODS = re.compile(
    r"(?:新的?)?\s?(?:别?人|电池|商品|客服|地址|号码|手机号|电话|快递|方式|密码|句话|支付|银行卡|账号|时间|说法|理由|原因|类型|绑|票|发票|开|差价|传|图|照片|材料|资料|凭证|证据|收货)"
)
_NEGATION = re.compile(
    r"(?:不是|不要|不想要?|别|甭|不用|不需要?|无需|无须|不必|不打算|没想|没要|没说要?|没有申请|没申请|并非|唔使|唔要)"
    r"(?:再|去|给我|帮我|申请|想|办|做|走|搞|要|选|说|是|的|它)*$"
)
_DENIED_BEFORE = re.compile(r"不$")
_DENIED_AFTER = re.compile(r"(?:的话)?(?:就|都|那个)?(?:不用了|算了|不要了|免了|不需要|不必了|不要)")


def find_request_types(text: str) -> Iterator[Mention]:
    """Kinds that the buyer names without denying them: a RequestType value, `refund` or `return_or_exchange`."""
    start = _ANY.search(text)
    while start is not None:
        found = _at(text, start.start())
        if found is not None and not _denied(text, found):
            yield _narrowed(found, text)
        start = _ANY.search(text, start.start() + 1 if found is None else found.end)


def _at(text: str, position: int) -> "Mention | None":
    for value, pattern in _PATTERNS:
        match = pattern.match(text, position)
        if match and not (value in ("exchange", "resend", "repair") and _NOT_GOODS.match(text, match.end())):
            return Mention("request_type", position, match.end(), value)
    return None


def _narrowed(found: Mention, text: str) -> Mention:
    if text[found.start] not in _VERBS or text[found.start : found.end] in _WORDS:
        return found
    return replace(found, end=found.start + 1)


def _denied(text: str, found: Mention) -> bool:
    """Whether the words around deny it (不是退货, 不修, 换货就不用了), and do not ask about it (退不退货, 要不要换货)."""
    before = text[max(0, found.start - 8) : found.start]
    if _asks(before, text[found.start]):
        return False
    denied = _NEGATION.search(before) or _DENIED_BEFORE.search(before)
    return bool(denied or _DENIED_AFTER.match(text, found.end))


def _asks(before: str, first: str) -> bool:
    """A不A before the words: 是不是退货, 要不要换货, 退不退货."""
    match = re.search(r"(.)不(.?)$", before)
    return match is not None and match[1] == (match[2] or first)
