"""The widget's entrances in the test's own process, over a conversation that needs no bot."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from sanic import Sanic

from shouhou.cases.database import Database
from shouhou.cases.history import history
from shouhou.cases.messages import Message
from shouhou.channels.pushes import Pushes
from shouhou.channels.widget.channel import WidgetInput
from shouhou.settings import read_settings
from tests.shop import SECRET, free_port


class QuietTurns:
    """A conversation whose pushes are in the test's hand."""

    def __init__(self) -> None:
        self.pushes = Pushes()
        self.said: list[Message] = []

    async def cases(self, job: Any, conversation_id: str, *arguments: Any) -> Any:
        assert job is history, "a conversation without buttons asks for nothing else"
        after, limit = arguments
        return [message for message in self.said if message.seq > after][:limit]

    def says(self, text: str) -> None:
        now = datetime.now(timezone.utc)
        self.said.append(Message(len(self.said) + 1, uuid.uuid4().hex, "bot", now, text))


class RecordedTurns(QuietTurns):
    """A conversation in a real database."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.database = database

    async def cases(self, job: Any, *arguments: Any) -> Any:
        return job(self.database, *arguments)


@asynccontextmanager
async def widget_served(turns: QuietTurns, var: Path) -> AsyncIterator[int]:
    """The widget's entrances on a web server in this process; gives its port."""
    settings = read_settings({"SHOUHOU_VAR": str(var), "SHOUHOU_WIDGET_SECRET": SECRET})
    app, port = Sanic(f"widget-{uuid.uuid4().hex}"), free_port()
    app.config.KEEP_ALIVE_TIMEOUT = 600
    app.blueprint(WidgetInput(settings).blueprint(None), url_prefix="/webhooks/widget")  # type: ignore[arg-type]
    app.ctx.turns = turns
    server = await app.create_server(port=port, return_asyncio_server=True, access_log=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Sanic, "test_mode", True)  # or Sanic would trim its own code once more than it can
        await server.startup()
    try:
        yield port
    finally:
        await server.close()
