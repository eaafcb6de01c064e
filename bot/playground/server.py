"""The playground: a local server that speaks the Bot API to a bot and shows a chat page to people.

async with Playground() as playground:
    Application.builder().token(playground.token).base_url(playground.base_url)…
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Self

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from bot.playground.botapi import BotApi
from bot.playground.clients import Clients
from bot.playground.faults import Fault
from bot.playground.guard import LOOPBACK, Guard
from bot.playground.limits import Limits
from bot.playground.people import USERS, Person
from bot.playground.pushing import push
from bot.playground.state import World
from bot.playground.web import Web
from bot.playground.wire import Json
from bot.web.serving import Server, bind, server

TOKEN = "7000000001:playground-token-of-no-worth"  # noqa: S105 - a made-up token that opens nothing


class Playground:
    """One bot, a few made-up users, a group. Loopback only; nothing is kept after ``stop()``.

    ``port`` 0 takes a free one. ``limits`` are Telegram's flood limits unless others are given; ``privacy`` is the
    group privacy mode of the bot; ``clock`` gives Unix seconds.
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        token: str = TOKEN,
        bot_username: str = "huiwen_demo_bot",
        users: Sequence[Person] = USERS,
        limits: Limits | None = None,
        privacy: bool = True,
        clock: Callable[[], float] = time.time,
    ) -> None:
        if host not in LOOPBACK:
            raise ValueError(f"the playground listens on loopback only, not on {host}")
        self.token = token
        self._host = host
        self._port = port
        bot = {"id": int(token.partition(":")[0]), "is_bot": True, "first_name": "汇问", "username": bot_username}
        self.world = World(bot=bot, people=users, limits=limits or Limits(), privacy=privacy, clock=clock)
        self.clients = Clients(self.world)
        self._server: Server | None = None
        self._serving: asyncio.Task[None] | None = None
        self._pushing: asyncio.Task[None] | None = None

    # -- life ----------------------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Bind and serve in the running event loop; OSError where the port is taken."""
        listener = bind(self._host, self._port)
        self._port = listener.getsockname()[1]
        self._server = server(self._app(), grace=1)
        self._serving = asyncio.create_task(self._server.serve(sockets=[listener]))
        await self._server.listening.wait()
        self._pushing = asyncio.create_task(push(self.world.updates))

    async def stop(self) -> None:
        """End waiting polls and streams, then the server. Harmless when it is not running."""
        self.world.updates.close()
        self.world.events.close()
        if self._pushing is not None:
            self._pushing.cancel()
            await asyncio.gather(self._pushing, return_exceptions=True)
            self._pushing = None
        if self._server is not None and self._serving is not None:
            self._server.should_exit = True
            await self._serving
            self._server = self._serving = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.stop()

    def _app(self) -> Starlette:
        api = BotApi(self.world, self.token)
        routes = [
            Route("/bot{token}/{method}", api.call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", api.download),
            *Web(self.world, self.clients).routes(),
        ]
        return Starlette(routes=routes, middleware=[Middleware(Guard)])

    # -- addresses -----------------------------------------------------------------------------------------------------

    @property
    def page_url(self) -> str:
        """The chat page, e.g. http://127.0.0.1:8765/."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}/"

    @property
    def base_url(self) -> str:
        """For ApplicationBuilder.base_url."""
        return f"{self.page_url}bot"

    @property
    def base_file_url(self) -> str:
        """For ApplicationBuilder.base_file_url."""
        return f"{self.page_url}file/bot"

    # -- for tests in the same process ---------------------------------------------------------------------------------

    def send_text(self, user: object, chat: object, text: str, *, reply_to: int = 0, topic: int = 0) -> int:
        """A made-up user writes; chat None is his private chat, ``topic`` one of a forum group. Returns the message id."""
        return self.clients.send_text(user, chat, text, reply_to=reply_to, topic=topic)

    def press(self, user: object, chat: object, message_id: int, data: str) -> str:
        """A made-up user presses a callback button. Returns the callback query's id."""
        return self.clients.press(user, chat, message_id, data)

    def messages(self, chat: object, after: int = 0) -> list[Json]:
        """What the bot sent to the chat since message ``after``."""
        return self.world.latest(self.world.chat(chat), after)

    async def wait_messages(
        self,
        chat: object,
        after: int = 0,
        timeout: float = 30.0,  # noqa: ASYNC109 - the waiting ends inside, callers need no cancel scope
        *,
        until: Callable[[Json], bool] | None = None,
    ) -> list[Json]:
        """As messages(), but waits for the first one (for one that satisfies ``until``); TimeoutError if none comes."""
        place = self.world.chat(chat)

        def done() -> bool:
            found = self.world.latest(place, after)
            return any(map(until, found)) if until else bool(found)

        await self.world.events.until(done, timeout)
        if not done():
            raise TimeoutError(f"no such message from the bot within {timeout} s")
        return self.world.latest(place, after)

    def fault(self, fault: Fault) -> None:
        """Order a fault for the next calls of a method."""
        self.world.faults.add(fault)
