"""The demo page: a sample shop with a phone-sized chat and a choice of demo buyers. Routed only under `--demo`."""

from pathlib import Path

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import BaseHTTPResponse

from shouhou.channels.refusals import Refused, guarded
from shouhou.channels.tokens import make_token
from shouhou.channels.widget.requests import read_object
from shouhou.demo import demo_buyers

PAGES = Path(__file__).parent.parent / "demo"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
}
_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
TOKEN_SECONDS = 3600


def add_routes(routes: Blueprint, secret: str) -> None:
    """Add the page, its parts, the buyers to choose from and their tokens."""

    async def page(request: Request) -> BaseHTTPResponse:
        return await _part("index.html")

    async def part(request: Request, name: str) -> BaseHTTPResponse:
        return await _part(name)

    async def buyers(request: Request) -> BaseHTTPResponse:
        return response.json([buyer.as_dict() for buyer in demo_buyers()], ensure_ascii=False)

    async def token(request: Request) -> BaseHTTPResponse:
        wanted = read_object(request.body)
        buyer_id, visit = wanted.get("buyer_id"), wanted.get("guest")
        if isinstance(visit, str) and 16 <= len(visit) <= 64 and buyer_id is None:
            return response.json({"token": make_token(secret, visit=visit, ttl=TOKEN_SECONDS)})
        for buyer in demo_buyers():
            if buyer.buyer_id == buyer_id:
                made = make_token(secret, buyer_id=buyer.buyer_id, name=buyer.name, ttl=TOKEN_SECONDS)
                return response.json({"token": made})
        raise Refused(422, "no such demo buyer")

    routes.add_route(guarded(page), "/demo", methods=["GET"])
    routes.add_route(guarded(buyers), "/demo/buyers", methods=["GET"])
    routes.add_route(guarded(token), "/demo/token", methods=["POST"])
    routes.add_route(guarded(part), "/demo/<name:str>", methods=["GET"])


async def _part(name: str) -> BaseHTTPResponse:
    parts = {part.name: part for part in PAGES.iterdir() if part.suffix in _TYPES}
    if name not in parts:
        raise Refused(404, "no such page")
    path = parts[name]
    headers = {"Content-Security-Policy": _CSP, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache"}
    return await response.file(path, mime_type=_TYPES[path.suffix], headers=headers)
