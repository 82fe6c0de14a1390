"""Training, checking and serving."""

from typing import Annotated

import typer

from shouhou.commands.common import CommandError, plain_errors


def serve(
    demo: Annotated[bool, typer.Option("--demo", help="Demo orders, a demo page, and a secret made for it.")] = False,
) -> None:
    """Start the bot and the action server as one group; Ctrl-C stops it."""
    import asyncio
    import dataclasses

    from shouhou.serve import CannotStart, Group, prepare
    from shouhou.settings import settings

    with plain_errors():
        chosen = dataclasses.replace(settings(), demo=demo)
        try:
            prepare(chosen, typer.echo)
            asyncio.run(Group(chosen, typer.echo).run())
        except CannotStart as error:
            raise CommandError(f"cannot start: {error}") from error


def train(
    force: Annotated[bool, typer.Option("--force", help="Train even when nothing has changed.")] = False,
) -> None:
    """Train the model into models/; nothing happens when the data has not changed."""
    from rich.console import Console

    from shouhou.training import TrainingFailed
    from shouhou.training import train as train_model

    console = Console(stderr=True)
    with plain_errors(), console.status("training") as status:

        def report(step: str) -> None:
            status.update(step)
            if not console.is_terminal:
                console.print(step)

        try:
            model, trained = train_model(report, force)
        except TrainingFailed as error:
            raise CommandError(f"the model cannot be trained: {error}") from error
    typer.echo(f"trained {model.name}" if trained else f"{model.name} is up to date")


def validate() -> None:
    """Check what trainers write: examples, answers, stories, domain, policy, words; exits 1 naming every slip."""
    from shouhou.validation import findings

    found = findings()
    for slip in found.slips:
        typer.echo(str(slip), err=True)
    for notice in found.notices:
        typer.echo(f"notice: {notice}")
    with plain_errors():
        if found.slips:
            files = len({slip.file for slip in found.slips})
            raise CommandError(f"{len(found.slips)} slips in {files} files")
    typer.echo("data/, domain.yml, config.yml, policy.yml and actions/words.yml are sound")
