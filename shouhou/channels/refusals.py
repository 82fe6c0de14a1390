"""How an entrance refuses: with a status and a reason, having done nothing."""

import logging
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, Optional

from sanic import response
from sanic.request import Request
from sanic.response import BaseHTTPResponse

logger = logging.getLogger(__name__)
Handler = Callable[..., Awaitable[Optional[BaseHTTPResponse]]]  # None: answered already, as a stream


class Refused(Exception):
    """A request that is answered with a status and a reason, and does nothing."""

    def __init__(self, status: int, reason: str = "", headers: Optional[dict[str, str]] = None) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.headers = headers or {}


def guarded(handler: Handler) -> Handler:
    """Answer a refusal as what it is, and anything unforeseen as a 500 that tells nothing."""

    @wraps(handler)
    async def answering(request: Request, **parameters: Any) -> Optional[BaseHTTPResponse]:
        try:
            return await handler(request, **parameters)
        except Refused as refused:
            if refused.status == 401:
                return response.empty(401, headers={"WWW-Authenticate": "Bearer"})
            return response.json({"error": refused.reason}, status=refused.status, headers=refused.headers)
        except Exception:
            logger.exception("a request to %s broke", request.path)
            if request.responded:  # a stream, which ends here: its client opens another
                return None
            return response.json({"error": "something broke on our side"}, status=500)

    return answering
