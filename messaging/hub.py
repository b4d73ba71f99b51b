"""Live arrival, the side that hears: all streams of a process behind one connection to Redis.

A stream holds no thread and no database connection. What a browser is told:
  hello   you hear everything from now on; fetch once, something may have been missed
  away    nothing can be heard for now: poll
  bye     do not come back by yourself
  (data)  the topics that changed
"""

import asyncio
import logging
import random
import signal
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from types import FrameType
from typing import Any

import redis.asyncio
from django.conf import settings
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from . import live
from .still_open import still_open

logger = logging.getLogger(__name__)
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

BEAT = 15.0  # seconds between two comments on an idle stream
RECHECK = 240.0  # seconds between two looks whether the sessions behind the streams are still good
SILENCE = 8.0  # seconds without a word from Redis before it is asked, and then until it counts as frozen
LONGEST_PAUSE = 5.0  # seconds between two tries to reach Redis
EACH = 6  # streams of one person in one process
MOST = 40  # topics waiting for one slow stream; more become one "fetch everything"
RUSH = 500  # streams a second that are greeted after an outage
HELLO, AWAY, BYE, COMMENT = "!hello", "!away", "!bye", "!"


class Stream:
    """One open page. Writes never wait for each other, and what waits is a set: a burst is one event."""

    __slots__ = ("mark", "over", "pending", "send", "session_key", "user_id", "writer")

    def __init__(self, user_id: int, session_key: str, send: Send) -> None:
        self.user_id, self.session_key, self.send = user_id, session_key, send
        self.mark = live.mark(session_key)
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.pending: dict[str, None] = {}
        self.writer: asyncio.Task[None] | None = None

    def push(self, *items: str) -> None:
        """Have these written as soon as the line allows."""
        for item in items:
            if item in (HELLO, AWAY):
                self.pending.pop(AWAY if item == HELLO else HELLO, None)
            self.pending[item] = None
        if len(self.pending) > MOST:
            self.pending = {HELLO: None}
        if self.writer is None:
            self.writer = asyncio.get_running_loop().create_task(self._write())

    def end(self) -> None:
        """Close it from our side; the browser comes back, unless it was told bye."""
        if not self.over.done():
            self.over.set_result(None)

    async def _write(self) -> None:
        try:
            while self.pending:
                items, self.pending = list(self.pending), {}
                await self.send(
                    {"type": "http.response.body", "body": said(items).encode(), "more_body": True}
                )
                if BYE in items:
                    self.end()
        except OSError:
            self.end()
        finally:
            self.writer = None


def said(items: list[str]) -> str:
    """These items in the words of an event stream."""
    topics = " ".join(item for item in items if not item.startswith("!"))
    lines = ["retry: 15000\nevent: away\ndata:\n\n"] if AWAY in items else []
    if HELLO in items:  # not everybody comes back in the same second
        lines.append(f"retry: {random.randint(2000, 5000)}\nevent: hello\ndata:\n\n")  # noqa: S311
    if topics:
        lines.append(f"data: {topics}\n\n")
    if BYE in items:
        lines.append("event: bye\ndata:\n\n")
    return "".join(lines) or ":\n\n"


class Hub:
    """The streams of one process, by person, and the one connection that listens for all of them."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.doors = asyncio.Semaphore(8)  # sign-in checks at a time: each has a database connection
        self.streams: dict[int, list[Stream]] = {}
        self.heard: set[int] = set()  # people whose channel Redis has confirmed
        self.pubsub: redis.asyncio.client.PubSub | None = None
        self.recovering = self.closing = False
        self.tasks: list[asyncio.Task[None]] = []

    def __len__(self) -> int:
        return sum(map(len, self.streams.values()))

    async def serve(self, stream: Stream, receive: Receive) -> None:
        """Keep this stream until its browser goes, its session ends or the process does."""
        self._begin()
        mine = self.streams.setdefault(stream.user_id, [])
        mine.append(stream)
        for oldest in mine[:-EACH]:  # most likely a line that died without saying so
            oldest.push(BYE)
        gone = asyncio.ensure_future(_gone(receive))
        try:
            if self.closing:
                stream.end()
            await self._greet(stream)
            await asyncio.wait([gone, stream.over], return_when=asyncio.FIRST_COMPLETED)
            if not gone.done():
                if stream.writer:
                    await asyncio.wait([stream.writer], timeout=1)
                await stream.send({"type": "http.response.body", "body": b"", "more_body": False})
        except asyncio.CancelledError:
            pass  # the server's patience with its shutdown is over
        finally:
            gone.cancel()
            if stream.writer:
                stream.writer.cancel()
            mine.remove(stream)

    async def _greet(self, stream: Stream) -> None:
        if self.pubsub is None:
            if self.recovering:
                stream.push(AWAY)
        elif stream.user_id in self.heard:
            stream.push(HELLO)
        else:
            try:
                await self.pubsub.subscribe(live.channel(stream.user_id))  # greeted when it is confirmed
            except (RedisError, OSError):
                stream.push(AWAY)

    def _begin(self) -> None:
        if self.tasks:
            return
        self.tasks = [self.loop.create_task(self._listen()), self.loop.create_task(self._beat())]
        if threading.current_thread() is not threading.main_thread():
            return
        for number in (signal.SIGTERM, signal.SIGINT):  # the server would wait for streams that never end
            before = signal.getsignal(number)
            if callable(before):
                signal.signal(number, partial(self._close, before))

    def _close(self, before: Callable[..., Any], number: int, frame: FrameType | None) -> None:
        self.loop.call_soon_threadsafe(self.close)
        before(number, frame)

    def close(self) -> None:
        """End every stream: the process is about to stop."""
        self.closing = True
        for stream in self._all():
            stream.end()

    def _all(self) -> list[Stream]:
        return [stream for streams in self.streams.values() for stream in streams]

    # -- hearing ----------------------------------------------------------------------------------
    async def _listen(self) -> None:
        pause = 0.25
        while True:
            try:
                async with self._client() as client, client.pubsub() as pubsub:
                    asked = set(self.streams)
                    await pubsub.subscribe(live.channel(0), *map(live.channel, asked))
                    self.pubsub, pause = pubsub, 0.25
                    if late := set(self.streams) - asked:
                        await pubsub.subscribe(*map(live.channel, late))
                    await self._hear(pubsub)
            except (RedisError, OSError, TimeoutError) as error:
                logger.warning("Live streams hear nothing for now: %s", type(error).__name__)
            self.pubsub = None
            self.heard.clear()
            self.recovering = True
            for stream in self._all():
                stream.push(AWAY)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _client(self) -> "redis.asyncio.Redis":
        return redis.asyncio.Redis.from_url(
            settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2, retry=Retry(NoBackoff(), 0)
        )

    async def _hear(self, pubsub: redis.asyncio.client.PubSub) -> None:
        asked = False
        while True:
            message = await pubsub.get_message(timeout=SILENCE)
            if message is None:
                if asked:
                    raise TimeoutError("Redis is frozen")
                asked = True
                await pubsub.ping()
                continue
            asked = False
            if message["type"] in ("subscribe", "message"):
                user_id = int(message["channel"].decode().rpartition(":")[2])
                if message["type"] == "message":
                    self._told(user_id, message["data"].decode())
                elif user_id:
                    self._confirmed(user_id)
                elif self.recovering:
                    # Those who tell may be silent a little longer than Redis was: fetch once more then.
                    self.loop.call_later(live.PAUSE + 1, self._rush)

    def _confirmed(self, user_id: int) -> None:
        self.heard.add(user_id)
        for stream in self.streams.get(user_id, ()):
            self._soon(stream) if self.recovering else stream.push(HELLO)

    def _rush(self) -> None:
        self.recovering = False
        if self.pubsub is not None:
            for stream in self._all():
                self._soon(stream)

    def _soon(self, stream: Stream) -> None:
        self.loop.call_later(random.uniform(0, len(self) / RUSH), self._hello, stream)  # noqa: S311

    def _hello(self, stream: Stream) -> None:
        if stream.user_id in self.heard and not stream.over.done():
            stream.push(HELLO)

    def _told(self, user_id: int, text: str) -> None:
        ended = {word.removeprefix(live.END) for word in text.split() if word.startswith(live.END)}
        topics = [word for word in text.split() if not word.startswith(live.END)]
        for stream in self.streams.get(user_id, ()):
            if ended & {live.EVERY, stream.mark}:
                stream.push(BYE)
            elif topics:
                stream.push(*topics)

    # -- the clock ----------------------------------------------------------------------------------
    async def _beat(self) -> None:
        checked = self.loop.time()
        while True:
            await asyncio.sleep(BEAT)
            for stream in self._all():
                stream.push(COMMENT)
            if self.loop.time() - checked >= RECHECK:
                checked = self.loop.time()
                await self.recheck()
            await self._forget()

    async def recheck(self) -> None:
        """Say bye to streams whose session has ended or whose person may not come in any more."""
        streams = self._all()
        try:
            good = await asyncio.to_thread(still_open, {s.session_key: s.user_id for s in streams})
        except Exception:
            logger.exception("Sessions of streams could not be checked")
            return
        for stream in streams:
            if stream.session_key not in good:
                stream.push(BYE)

    async def _forget(self) -> None:
        # Not at once: most people who leave a page open the next one a moment later.
        for user_id in [user_id for user_id, streams in self.streams.items() if not streams]:
            del self.streams[user_id]
            self.heard.discard(user_id)
            if self.pubsub is not None:
                try:
                    await self.pubsub.unsubscribe(live.channel(user_id))
                except (RedisError, OSError):
                    return


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
