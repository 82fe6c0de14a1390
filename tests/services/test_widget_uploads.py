"""Uploads at the widget's entrance: each refusal of a file has its own status."""

import asyncio
from pathlib import Path

import pytest
from cases_world import count
from widget_house import RecordedTurns, widget_served
from widget_world import Answer, bearer, call

from shouhou.cases import tables as t
from shouhou.cases.database import Database
from shouhou.channels.tokens import make_token
from shouhou.shared.uploads import MAX_FILE
from tests.shop import SECRET

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06" + b"\x00" * 35
TOKEN = make_token(SECRET, buyer_id="anna", ttl=3600)


async def upload(database: Database, var: Path, content: bytes, field: str = "file") -> Answer:
    head = f'--mark\r\nContent-Disposition: form-data; name="{field}"; filename="a"\r\n\r\n'.encode()
    headers = bearer(TOKEN) | {"Content-Type": "multipart/form-data; boundary=mark"}
    async with widget_served(RecordedTurns(database), var) as port:
        return await asyncio.to_thread(call, port, "POST", "/files", head + content + b"\r\n--mark--\r\n", headers)


async def test_a_picture_is_kept_and_recorded_as_its_uploaders(database: Database, tmp_path: Path) -> None:
    answer = await upload(database, tmp_path, PNG)
    assert (answer.status, answer.json["kind"], answer.json["bytes"]) == (201, "image/png", len(PNG))
    assert (tmp_path / "uploads" / answer.json["file_id"]).read_bytes() == PNG
    assert count(database, t.files, t.files.c.conversation_id == "widget:buyer:anna") == 1


@pytest.mark.parametrize(
    "content, field, status",
    [(PNG.ljust(MAX_FILE + 1, b"\x00"), "file", 413), (b"<html>", "file", 415), (PNG, "other", 422)],
    ids=["too large", "of another kind", "in another field"],
)
async def test_a_file_that_is_not_taken_is_refused_with_a_reason_and_leaves_no_trace(
    database: Database, tmp_path: Path, content: bytes, field: str, status: int
) -> None:
    answer = await upload(database, tmp_path, content, field)
    assert (answer.status, bool(answer.json["error"])) == (status, True)
    assert count(database, t.files) == 0 and not (tmp_path / "uploads").exists()
