"""A sum that the merchant offered and the buyer does not take (商家说补20 我没同意): it is told, and no wish."""

import re
from collections.abc import Sequence

from shouhou.dialogue.asking import is_question, promises
from shouhou.dialogue.message import Clause

_OFFERED = re.compile(
    r"(?:商家|卖家|店家|掌柜|老板|客服|对方|他们?|她)[^，,]{0,12}?(?:补偿?|退|赔|返|给|便宜|少|说)[^，,]{0,5}?(?P<sum>[0-9]+(?:\.[0-9]+)?)(?![0-9号点天])"
)
_REFUSED = re.compile(
    r"^(?:但|可|可是|但是|然后|当时)?(?:我|俺)?(?:都|也|根本|就|还|可)?(?:没有?|不|未)(?:肯|想|能|会)?(?:同意|答应|接受|干|愿意|认|点头|应)|拒绝了?(?!我)"
    r"|太少|不够|哪够|哪里?够|打发(?:叫花子|谁|人)|(?:不|没)(?:行|要)[啊的了]*$"
)
_WISH = re.compile(r"(?:我)?(?:要|想要|就要|应该|得)(?:退|补|赔)?[^0-9]{0,3}[0-9]")


def refused_offer(clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses that tell of an offer and its refusal, in their order; none where either is missing."""
    offered = [c for c in clauses if _offers(c)]
    refusing = [c for c in clauses if _REFUSED.search(c.plain.strip()) and not is_question(c.plain)]
    if not (offered and refusing):
        return []
    sums = {number for clause in offered for number in re.findall(r"[0-9]+", clause.plain)}
    again = [c for c in clauses if any(n in sums for n in re.findall(r"[0-9]+", c.plain)) and not _WISH.match(c.plain)]
    return [c for c in clauses if c in offered or c in refusing or (c in again and not is_question(c.plain))]


def _offers(clause: Clause) -> bool:
    if is_question(clause.plain):
        return False
    promised = promises(clause.plain) and re.search("[0-9]", clause.plain) is not None
    return promised or _OFFERED.search(clause.plain) is not None
