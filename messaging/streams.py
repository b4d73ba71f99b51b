"""`/live/`: Django says who may listen, in a request like any other; the stream then runs without Django.

So a stream has every rule of a page (session, headers, refusals) and yet holds no thread, no request and no
database connection. Django's own streaming response keeps a thread for each, as our middleware is not async.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from accounts.models import User

from .hub import Hub, Receive, Send, Stream

PATH = "/live/"
Application = Callable[[Any, Any, Any], Awaitable[None]]  # each framework types it its own way


@dataclass
class Offer:
    """What the server holds out to the view, which may take it for one person's session."""

    user_id: int = 0
    session_key: str = ""


@require_GET
def live(request: HttpRequest) -> HttpResponse:
    """A stream of hints for whoever is signed in; where nothing can be streamed (WSGI), 204: poll."""
    offer = getattr(request, "scope", {}).get(PATH)
    user, key = request.user, request.session.session_key
    if offer is None or key is None or not isinstance(user, User):
        return HttpResponse(status=204)
    offer.user_id, offer.session_key = user.pk, key
    headers = {"Cache-Control": "no-cache, no-store", "X-Accel-Buffering": "no"}
    return HttpResponse(content_type="text/event-stream", headers=headers)


class WithStreams:
    """An ASGI application that keeps `/live/` open after the one inside has let somebody in."""

    def __init__(self, inside: Application) -> None:
        self.inside = inside
        self.hub: Hub | None = None

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != PATH:
            await self.inside(scope, receive, send)
            return
        hub, offer = self._hub(), Offer()

        async def hold(message: MutableMapping[str, Any]) -> None:
            """Pass the answer on; one that took the offer stays open."""
            if offer.user_id and message["type"] == "http.response.start":
                message["headers"] = [
                    pair for pair in message["headers"] if pair[0].lower() != b"content-length"
                ]
            elif offer.user_id and message["type"] == "http.response.body":
                message["more_body"] = True
            await send(message)

        scope[PATH] = offer
        async with hub.doors:
            await self.inside(scope, receive, hold)
        if offer.user_id:
            await hub.serve(Stream(offer.user_id, offer.session_key, send), receive)

    def _hub(self) -> Hub:
        if self.hub is None or self.hub.loop is not asyncio.get_running_loop():
            self.hub = Hub()
        return self.hub
