"""A report as Markdown, with its pictures beside it."""

import re
from collections.abc import Iterable, Iterator
from html import escape

from shouhou.evaluation.contents import Picture, Section, Table

_MEANS_SOMETHING = re.compile(r"([\\`*_\[\]|~])")


def markdown(title: str, facts: Iterable[str], sections: Iterable[Section], prefix: str) -> str:
    """The report's text; a picture is looked for under its name with `prefix` before it."""
    lines = [f"# {title}", "", *(f"- {_literal(fact)}" for fact in facts)]
    for section in sections:
        lines += ["", f"## {section.title}"]
        if section.note:
            lines += ["", section.note]
        for part in section.parts:
            lines += ["", *(_picture(part, prefix) if isinstance(part, Picture) else _table(part))]
    return "\n".join(lines) + "\n"


def _picture(picture: Picture, prefix: str) -> Iterator[str]:
    yield f"![{picture.shows}]({prefix}{picture.name}.png)"


def _table(table: Table) -> Iterator[str]:
    yield f"| {' | '.join(table.heads)} |"
    yield "|---" * len(table.heads) + "|"
    for row in table.rows:
        yield f"| {' | '.join(map(_literal, row))} |"


def _literal(text: str) -> str:
    """A buyer's words as they stand: on one line, and nothing of them read as Markdown or HTML."""
    return _MEANS_SOMETHING.sub(r"\\\1", escape(" ".join(text.split()), quote=False))
