"""A report in its folder: evaluation.md with its pictures, and evaluation.html."""

from pathlib import Path

from shouhou.evaluation.contents import Measured, Picture, sections
from shouhou.evaluation.markdown import markdown
from shouhou.evaluation.page import page

_TITLE = "How well sentences are understood"
_PREFIX = "evaluation-"


def write_report(run: Measured, folder: Path) -> list[Path]:
    """Write the report over an earlier one; returns the Markdown and the HTML file. Raises OSError."""
    parts = list(sections(run))
    facts = [
        f"model {run.model.name}",
        f"{len(run.answers)} sentences of {', '.join(file.name for file in run.files)}",
        f"{run.at:%Y-%m-%d %H:%M}",
    ]
    folder.mkdir(parents=True, exist_ok=True)
    for part in (part for section in parts for part in section.parts):
        if isinstance(part, Picture):
            (folder / f"{_PREFIX}{part.name}.png").write_bytes(part.png)
    text, html = folder / "evaluation.md", folder / "evaluation.html"
    text.write_bytes(_encoded(markdown(_TITLE, facts, parts, _PREFIX)))
    html.write_bytes(_encoded(page(_TITLE, facts, parts)))
    return [text, html]


def _encoded(text: str) -> bytes:
    """UTF-8; half a surrogate pair, which a label may hold, becomes a question mark."""
    return text.encode("utf-8", "replace")
