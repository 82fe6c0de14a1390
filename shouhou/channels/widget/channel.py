"""The widget's entrances, under /webhooks/widget."""

import time
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import Any, Optional

from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.shared.exceptions import RasaException
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import BaseHTTPResponse

from shouhou import clock
from shouhou.cases import conversations as record
from shouhou.cases import evidence, offers
from shouhou.cases.evidence import StoredFile
from shouhou.cases.history import history, history_before
from shouhou.cases.proofs import claim_order
from shouhou.cases.speakers import Speaker
from shouhou.channels.claims import read_claim
from shouhou.channels.incoming import Incoming
from shouhou.channels.refusals import Refused, guarded
from shouhou.channels.turn import ConflictingMessage, Turns
from shouhou.channels.widget import demo, script
from shouhou.channels.widget.limits import RateLimit
from shouhou.channels.widget.requests import Caller, Post, caller_of, read_object, read_post, read_rating
from shouhou.channels.widget.stream import events
from shouhou.channels.widget.wire import BadCursor, BadLimit, encode, read_cursor, read_limit
from shouhou.rasa_commands import instead
from shouhou.settings import Settings, settings
from shouhou.shared import doorbell, uploads
from shouhou.shared.file_addresses import signature_holds
from shouhou.shared.uploads import FileRefused, FileTooLarge


class WidgetInput(InputChannel):
    """Rasa's name for the channel; the turns themselves are run by shouhou.channels.turn."""

    def __init__(self, chosen: Optional[Settings] = None) -> None:
        self._settings = chosen or settings()
        self._secret = self._settings.secret()
        self._per_token = RateLimit(self._settings.rate_per_token)
        self._per_address = RateLimit(self._settings.rate_per_address)

    @classmethod
    def name(cls) -> str:
        return "widget"

    @classmethod
    def from_credentials(cls, credentials: Optional[dict[str, Any]]) -> "WidgetInput":
        """The channel; under `rasa run`, which has no turns to run, one line says what to start."""
        better = instead()
        if better is not None:
            raise RasaException(better)
        return cls()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Every route of the channel."""
        routes = Blueprint("widget")
        routes.add_route(guarded(self.post_message), "/messages", methods=["POST"])
        routes.add_route(guarded(self.get_messages), "/messages", methods=["GET"])
        routes.add_route(guarded(self.get_events), "/events", methods=["GET"])
        routes.add_route(guarded(self.post_file), "/files", methods=["POST"])
        routes.add_route(guarded(self.get_file), "/files/<file_id:str>", methods=["GET"])
        routes.add_route(guarded(self.post_claim), "/claims", methods=["POST"])
        routes.add_route(guarded(self.post_rating), "/rating", methods=["POST"])
        routes.add_route(guarded(script.serve), "/widget.js", methods=["GET"])
        routes.add_route(guarded(self.post_doorbell), doorbell.PATH, methods=["POST"])
        if self._settings.demo:
            demo.add_routes(routes, self._secret)
        return routes

    async def post_message(self, request: Request) -> BaseHTTPResponse:
        """A buyer's message; answers with the replies of its turn."""
        caller = caller_of(request, self._secret)
        post = read_post(request.body)
        self._count(caller, request)
        turns = _turns(request)
        incoming = await self._incoming(turns, caller, post)
        try:
            replies = await turns.handle(incoming)
        except ConflictingMessage as error:
            raise Refused(409, "this id was used for another message") from error
        return response.json(
            {"messages": [encode(message, self._secret, time.time()) for message in replies]}, ensure_ascii=False
        )

    async def get_messages(self, request: Request) -> BaseHTTPResponse:
        """The conversation so far, both sides, page by page: onward `after` a cursor, or backward `before` one."""
        caller = caller_of(request, self._secret)
        asked = request.get_args(keep_blank_values=True)
        after, before, limit = (asked.get(name) for name in ("after", "before", "limit"))
        if before is not None and after:
            raise Refused(422, "give one of after and before")
        most = _checked(read_limit, limit)
        place = _checked(read_cursor, after if before is None else before)
        # One more than is asked for says whether there is more.
        if before is None:
            page = await _turns(request).cases(history, caller.conversation_id, place, most + 1)
            messages = page[:most]
            cursor = messages[-1].seq if messages else place
        else:
            page = await _turns(request).cases(
                history_before, caller.conversation_id, place if before else None, most + 1
            )
            messages = page[-most:]
            cursor = messages[0].seq if messages else place
        body = {
            "messages": [encode(message, self._secret, time.time()) for message in messages],
            "cursor": str(cursor),
            **({"more": True} if len(page) > most else {}),
        }
        return response.json(body, ensure_ascii=False)

    async def get_events(self, request: Request) -> None:
        """The conversation's stream, answered as it goes."""
        caller = caller_of(request, self._secret)
        after = _checked(read_cursor, request.headers.get("last-event-id") or request.args.get("after"))
        request.stream.keep_alive = False  # nothing is asked after a stream: else its end would wait for a time-out
        stream = await request.respond(
            content_type="text/event-stream; charset=utf-8",
            headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"},
        )
        async with aclosing(events(_turns(request), caller.conversation_id, after, self._secret)) as parts:
            async for part in parts:
                await stream.send(part)

    async def post_file(self, request: Request) -> BaseHTTPResponse:
        """An upload; it belongs to its uploader."""
        caller = caller_of(request, self._secret)
        self._count(caller, request)
        upload = request.files.get("file") if request.files else None
        if upload is None:
            raise Refused(422, "send the file as multipart form data, in a field named file")
        try:
            kind = uploads.kind_of(upload.body)
        except FileTooLarge as error:
            raise Refused(413, str(error)) from error
        except FileRefused as error:
            raise Refused(415, str(error)) from error
        turns = _turns(request)
        file_id = uploads.keep(self._settings.uploads, upload.body)
        stored = StoredFile(file_id, caller.conversation_id, kind, len(upload.body))
        await turns.cases(evidence.add_file, stored, clock.now())
        return response.json({"file_id": file_id, "kind": kind, "bytes": stored.bytes}, status=201)

    async def get_file(self, request: Request, file_id: str) -> BaseHTTPResponse:
        """An uploaded file, to its uploader or by a signed address."""
        conversation_id: Optional[str] = None
        if "sig" in request.args or "exp" in request.args:
            expires, signature = request.args.get("exp", ""), request.args.get("sig", "")
            if not signature_holds(file_id, expires, signature, self._secret, time.time()):
                raise Refused(403, "the address is wrong or has run out")
        else:
            conversation_id = caller_of(request, self._secret).conversation_id
        stored = await _turns(request).cases(evidence.find_file, file_id)
        if stored is None or conversation_id not in (None, stored.conversation_id):
            raise Refused(404, "no such file")
        path = self._settings.uploads / stored.file_id
        if not path.is_file():
            raise Refused(404, "no such file")
        headers = uploads.response_headers(stored.file_id, stored.kind)
        return await response.file(path, mime_type=stored.kind, headers=headers)

    async def post_claim(self, request: Request) -> BaseHTTPResponse:
        """The shop's signed word that the caller may see an order."""
        caller = caller_of(request, self._secret)
        self._count(caller, request)
        claim = read_object(request.body).get("claim")
        order_number = read_claim(self._secret, claim) if isinstance(claim, str) else None
        speaker = Speaker(caller.conversation_id, caller.buyer_id)
        if order_number is None or not await _turns(request).cases(claim_order, speaker, order_number, clock.now()):
            raise Refused(403, "the claim is wrong, has run out, or is to an order of another buyer")
        return response.json({"order_number": order_number})

    async def post_rating(self, request: Request) -> BaseHTTPResponse:
        """How satisfied the buyer was."""
        caller = caller_of(request, self._secret)
        score, comment = read_rating(request.body)
        turns, now = _turns(request), clock.now()
        await turns.cases(record.open_conversation, caller.conversation_id, self.name(), caller.buyer_id, now)
        await turns.cases(record.add_rating, caller.conversation_id, score, comment, now)
        return response.empty(204)

    async def post_doorbell(self, request: Request) -> BaseHTTPResponse:
        """Another process of the shop has written into a conversation: tell those who listen."""
        conversation_id = doorbell.answer(self._secret, request.headers.get("authorization") or "")
        if conversation_id is None:
            raise Refused(401)
        await _turns(request).told(conversation_id)
        return response.empty(204)

    async def _incoming(self, turns: Turns, caller: Caller, post: Post) -> Incoming:
        title: Optional[str] = None
        if post.payload is not None:
            title = await turns.cases(offers.offered_title, caller.conversation_id, post.payload)
            if title is None:
                raise Refused(422, "this button was not offered in this conversation")
        if post.file_id is not None:
            stored = await turns.cases(evidence.find_file, post.file_id)
            if stored is None or stored.conversation_id != caller.conversation_id:
                raise Refused(404, "no such file")
        return Incoming(
            caller.conversation_id, self.name(), caller.buyer_id, post.client_id, post.text, post.payload, title,
            post.file_id,
        )

    def _count(self, caller: Caller, request: Request) -> None:
        now = time.monotonic()
        limits = ((self._per_token, caller.conversation_id), (self._per_address, request.ip))
        waits = [wait for limit, sender in limits if (wait := limit.wait_for(sender, now)) is not None]
        if waits:
            # Named, for a page of another origin reads no other header than a few plain ones.
            headers = {"Retry-After": str(int(max(waits)) + 1), "Access-Control-Expose-Headers": "Retry-After"}
            raise Refused(429, "too many messages", headers)
        for limit, sender in limits:  # what is refused counts for neither, or one eager buyer would use up the address
            limit.count(sender, now)


def _turns(request: Request) -> Turns:
    turns: Turns = request.app.ctx.turns
    return turns


def _checked(read: Callable[[Optional[str]], int], text: Optional[str]) -> int:
    try:
        return read(text)
    except (BadCursor, BadLimit) as error:
        raise Refused(422, str(error)) from error
