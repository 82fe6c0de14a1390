"""The command `shouhou`: its parts and nothing else, so that it starts at once."""

import typer

from shouhou.commands.answers import case, complaint, consent
from shouhou.commands.evaluating import evaluate
from shouhou.commands.handover import handover
from shouhou.commands.merchant import merchant
from shouhou.commands.outbox import outbox
from shouhou.commands.records import db, export, orders
from shouhou.commands.serving import serve, train, validate
from shouhou.commands.tokens import claim, token
from shouhou.commands.wechat import wechat

# Tracebacks that print local variables would print buyers' data and secrets.
app = typer.Typer(
    help="An after-sales desk that talks.", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)
app.command()(serve)
app.command()(train)
app.command()(validate)
app.command()(evaluate)
app.add_typer(orders, name="orders")
app.command()(export)
app.add_typer(case, name="case")
app.command()(consent)
app.add_typer(complaint, name="complaint")
app.add_typer(merchant, name="merchant")
app.add_typer(handover, name="handover")
app.command()(outbox)
app.add_typer(wechat, name="wechat")
app.command()(token)
app.command()(claim)
app.add_typer(db, name="db")

if __name__ == "__main__":
    app()
