"""The token examples in the widget's README, each run as it is printed: what they sign is what this house reads."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import jwt
import pytest

from shouhou.channels.tokens import Identity, read_token
from shouhou.settings import HOME

SECRET = "a-secret-of-more-than-thirty-two-bytes"
BUYER = '买家"17"\\<b>/?~ÿ'
QUOTED = json.dumps(BUYER)  # as most languages quote it
TOKEN = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")

Run = Callable[[Optional[str]], "subprocess.CompletedProcess[str]"]


@dataclass(frozen=True)
class Language:
    """How an example is run: the file that it is, and a program that prints four tokens by it.

    The tokens are the buyer's, two of a visitor, and one of another visitor.
    """

    tool: str
    file: str
    program: tuple[str, str]
    commands: tuple[tuple[str, ...], ...]


LANGUAGES = {
    "python": Language(
        sys.executable,
        "widget_token.py",
        ("program.py", f"""
from widget_token import widget_token
session = {{}}
for token in (widget_token(session, {QUOTED}), widget_token(session), widget_token(session), widget_token({{}})):
    print(token)
"""),
        ((sys.executable, "program.py"),),
    ),
    "js": Language(
        "node",
        "widget-token.mjs",
        ("program.mjs", f"""
import {{ widgetToken }} from "./widget-token.mjs";
const session = {{}};
for (const token of [widgetToken(session, {QUOTED}), widgetToken(session), widgetToken(session), widgetToken({{}})])
  console.log(token);
"""),
        (("node", "program.mjs"),),
    ),
    "php": Language(
        "php",
        "widget_token.php",
        ("program.php", f"""<?php
require __DIR__ . '/widget_token.php';
$buyer = json_decode(<<<'JSON'
{QUOTED}
JSON);
echo widget_token($buyer), "\\n", widget_token(null), "\\n", widget_token(null), "\\n";
$_SESSION = [];
echo widget_token(null), "\\n";
"""),
        # A notice is printed too, and is no token.
        (("php", "-d", "display_errors=1", "-d", "error_reporting=-1", "program.php"),),
    ),
    "java": Language(
        "javac",
        "WidgetToken.java",
        ("Program.java", f"""
public class Program {{
    public static void main(String[] arguments) throws Exception {{
        String visit = WidgetToken.newVisit();
        System.out.println(WidgetToken.of(visit, {QUOTED}));
        System.out.println(WidgetToken.of(visit, null));
        System.out.println(WidgetToken.of(visit, null));
        System.out.println(WidgetToken.of(WidgetToken.newVisit(), null));
    }}
}}
"""),
        (("javac", "-Xlint:all", "-Werror", "WidgetToken.java", "Program.java"), ("java", "-cp", ".", "Program")),
    ),
}


@pytest.fixture(scope="module", params=LANGUAGES)
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs a language's example, with this secret or with none."""
    language = LANGUAGES[request.param]
    if shutil.which(language.tool) is None:
        pytest.skip(f"{language.tool} is not on this machine: the README's {request.param} example is not run")
    folder: Path = tmp_path_factory.mktemp(request.param)
    (folder / language.file).write_text(examples()[request.param], encoding="utf-8")
    (folder / language.program[0]).write_text(language.program[1], encoding="utf-8")
    *builds, command = language.commands
    for build in builds:
        done = subprocess.run(build, cwd=folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    def run(secret: Optional[str]) -> "subprocess.CompletedProcess[str]":
        environment = {name: value for name, value in os.environ.items() if name != "SHOUHOU_WIDGET_SECRET"}
        if secret is not None:
            environment["SHOUHOU_WIDGET_SECRET"] = secret
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)

    return run


def examples() -> dict[str, str]:
    """The blocks of the README's section on tokens, by language."""
    readme = (HOME / "widget" / "README.md").read_text(encoding="utf-8")
    (section,) = re.findall(r"^## Tokens\n(.*?)^## ", readme, re.DOTALL | re.MULTILINE)
    blocks: list[tuple[str, str]] = re.findall(r"^```(\w+)\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)
    assert len(dict(blocks)) == len(blocks)
    return dict(blocks)


def test_every_example_of_the_readme_is_known_here() -> None:
    assert examples().keys() == LANGUAGES.keys()


def test_an_example_signs_tokens_that_are_accepted_as_the_buyers_and_the_visitors(run: Run) -> None:
    done = run(SECRET)
    assert done.returncode == 0, done.stdout + done.stderr
    tokens = done.stdout.splitlines()
    assert len(tokens) == 4 and all(TOKEN.fullmatch(token) for token in tokens), done.stdout
    buyer, visitor, again, another = (read_token(SECRET, token) for token in tokens)
    assert buyer == Identity(buyer_id=BUYER)
    assert visitor == Identity(visit=visitor.visit) and len(visitor.visit or "") >= 22  # 128 bits in base 64
    assert again == visitor and another.visit not in (None, visitor.visit)
    for token, who in zip(tokens, ("sub", "sid", "sid", "sid"), strict=True):
        claims = jwt.decode(token, options={"verify_signature": False})
        assert claims.keys() == {who, "iat", "exp"} and claims["exp"] - claims["iat"] == 3600
        assert jwt.get_unverified_header(token) == {"alg": "HS256", "typ": "JWT"}


def test_an_example_signs_nothing_without_a_secret(run: Run) -> None:
    done = run(None)
    assert done.returncode != 0
    assert not [line for line in done.stdout.splitlines() if TOKEN.fullmatch(line)]
