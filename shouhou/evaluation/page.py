"""A report as one HTML file that holds its pictures, so that it can be passed on."""

import re
from base64 import b64encode
from collections.abc import Iterable
from html import escape

from shouhou.evaluation.contents import Picture, Section, Table

_STYLE = """
body { margin: 2rem auto; max-width: 62rem; padding: 0 1rem; background: #fff; color: #222;
       font: 15px/1.55 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
h1 { font-size: 1.5rem; } h2 { margin-top: 2.4rem; font-size: 1.15rem; }
table { border-collapse: collapse; margin: 1rem 0; } img { max-width: 100%; height: auto; }
th, td { padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #e4e8ec; text-align: left; vertical-align: top; }
th { color: #666; font-weight: 500; } td.number { text-align: right; font-variant-numeric: tabular-nums; }
.missed { color: #b5443c; font-weight: 600; } .note, li { color: #555; }
"""
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


def page(title: str, facts: Iterable[str], sections: Iterable[Section]) -> str:
    """The report's HTML; all that buyers wrote is escaped."""
    told = "".join(f"<li>{escape(fact)}</li>" for fact in facts)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head>\n<body><h1>{escape(title)}</h1><ul>{told}</ul>\n"
        f"{''.join(map(_section, sections))}</body></html>\n"
    )


def _section(section: Section) -> str:
    note = f'<p class="note">{escape(section.note)}</p>' if section.note else ""
    parts = "".join(_picture(part) if isinstance(part, Picture) else _table(part) for part in section.parts)
    return f"<h2>{escape(section.title)}</h2>{note}\n{parts}\n"


def _picture(picture: Picture) -> str:
    data = b64encode(picture.png).decode()
    return f'<p><img alt="{escape(picture.shows)}" src="data:image/png;base64,{data}"></p>'


def _table(table: Table) -> str:
    heads = "".join(f"<th>{escape(head)}</th>" for head in table.heads)
    rows = "\n".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in table.rows)
    return f"<table><tr>{heads}</tr>\n{rows}</table>"


def _cell(text: str) -> str:
    kind = "number" if _NUMBER.fullmatch(text) else "missed" if text == "MISSED" else ""
    return f'<td class="{kind}">{escape(text)}</td>' if kind else f"<td>{escape(text)}</td>"
