"""Orders in, records out, and the schema that they live in."""

import sys
from pathlib import Path
from typing import Annotated, Optional, TextIO

import typer

from shouhou.cases.export_kinds import Format, Kind
from shouhou.commands.common import CommandError, open_shop

orders = typer.Typer(help="Orders.", no_args_is_help=True)
db = typer.Typer(help="The database's schema.", no_args_is_help=True)


@orders.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV, UTF-8 or GB18030: the standard columns or Pinduoduo's export.")],
) -> None:
    """Take in the orders of a file, all of them or none. Again with the same file changes nothing."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    from shouhou.cases.order_files import OrderFileError
    from shouhou.cases.orders_import import import_orders

    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn(),
        console=Console(stderr=True),
    )
    with open_shop() as shop:
        try:
            with bar:
                task = bar.add_task("Importing orders")
                report = import_orders(
                    shop.database, file, shop.now,
                    lambda read, in_all: bar.update(task, completed=read, total=in_all),
                )
        except OrderFileError as error:
            raise CommandError(f"{error}. Nothing was imported.") from error
    if report.ignored_columns:
        typer.echo(f"ignored columns: {', '.join(report.ignored_columns)}", err=True)
    if report.skipped:
        typer.echo(f"skipped rows that were never paid for: {report.skipped}", err=True)
    if report.kept_buyers:
        typer.echo(f"orders that keep the buyer they have, not the file's: {report.kept_buyers}", err=True)
    typer.echo(f"{report.new} new, {report.changed} changed, {report.unchanged} unchanged")


def export(
    kind: Annotated[Kind, typer.Argument(help="What to export.")],
    form: Annotated[
        Optional[Format], typer.Option("--format", help="csv or jsonl; orders are csv unless said, all else jsonl.")
    ] = None,
) -> None:
    """Print every record of a kind to standard output, in UTF-8."""
    from shouhou.cases import exports

    if form is None:
        form = Format.CSV if kind is Kind.ORDERS else Format.JSONL
    with open_shop() as shop:
        exports.export(shop.database, shop.policy, kind, form, shop.now, _plain_stdout())


def _plain_stdout() -> TextIO:
    """Standard output in UTF-8 whatever the locale, its line ends left alone."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", newline="")
    return sys.stdout


@db.command()
def upgrade() -> None:
    """Bring the database's schema to this version's."""
    from shouhou.cases import schema
    from shouhou.commands.common import open_database

    with open_database() as database:
        before = schema.current_revision(database)
        schema.upgrade(database)
        after = schema.current_revision(database)
    typer.echo(f"already at {after}" if before == after else f"{before or 'empty'} -> {after}")
