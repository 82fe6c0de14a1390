"""What `shouhou validate` finds in a project's files: data/, domain.yml, config.yml, policy.yml, actions/words.yml."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Optional

from shouhou import clock
from shouhou.rules.window import day_of
from shouhou.settings import HOME
from shouhou.validating.answers import Rules, check_answers
from shouhou.validating.code import Code, the_code
from shouhou.validating.examples import Examples, check_examples, unheard
from shouhou.validating.project import Project, Slip
from shouhou.validating.story_checks import check_stories, opened_by, told_by
from shouhou.validating.story_files import Stories
from shouhou.validating.tables import check_tables
from shouhou.validating.wording import Texts

_SHOWN = 12  # names in a notice

@dataclass(frozen=True)
class Findings:
    """`slips`: what must be mended, by file and line; `notices`: what is good to know."""

    slips: list[Slip]
    notices: list[str]


def findings(home: Path = HOME, code: Optional[Code] = None, today: Optional[date] = None) -> Findings:
    """Everything wrong with the files below `home`. Rasa is not asked: it takes a minute, and names no lines."""
    code = code or the_code()
    project = Project(home)
    examples, rules, stories = Examples(project), Rules(project), Stories(project)
    opened = opened_by(stories)
    texts = Texts(project, examples, rules, told_by(stories), code, today or day_of(clock.now()))
    slips = [
        *check_examples(project, examples, code),
        *check_answers(project, examples, rules, opened, code),
        *texts.slips(),
        *check_stories(project, examples, stories, rules, code),
        *check_tables(project, code),
    ]
    return Findings(sorted({*slips, *project.slips}), _notices(project, examples))


def _notices(project: Project, examples: Examples) -> list[str]:
    names = unheard(project, examples)
    if not names:
        return []
    shown = ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
    return [f"no held-out sentence in trainers/heldout.jsonl measures {shown}"]
