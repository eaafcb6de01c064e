"""What the chat page and checks use: /api/… in JSON, a stream of events, and the page's files."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.playground.clients import Clients
from bot.playground.faults import Fault, Weather
from bot.playground.methods.profile import visible_commands
from bot.playground.state import World
from bot.playground.wire import ApiError, Json, Refused, Upload

STATIC = Path(__file__).parent / "static"
_HEARTBEAT_SECONDS = 15.0
_INLINE_SECONDS = 10.0
_PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}

Handler = Callable[[Request], Awaitable[Response]]


async def _body(request: Request) -> Json:
    """The JSON object of a request; the content type doesn't matter."""
    try:
        body = json.loads(await request.body() or b"{}")
    except ValueError as error:
        raise Refused("请求体不是 JSON") from error
    if not isinstance(body, dict):
        raise Refused("请求体不是 JSON 对象")
    return body


def _number(value: object) -> int:
    text = str(value if value not in (None, "") else 0)
    if not text.lstrip("-").isdecimal():
        raise Refused(f"不是整数：{text}")
    return int(text)


def _required(body: Json, name: str) -> object:
    if body.get(name) in (None, ""):
        raise Refused(f"缺少 {name}")
    return body[name]


def _guarded(handler: Handler) -> Handler:
    """What cannot be done becomes 400 with {"error": …}."""

    async def wrapped(request: Request) -> Response:
        try:
            return await handler(request)
        except Refused as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        except ApiError as error:
            return JSONResponse({"error": error.description}, status_code=400)

    return wrapped


class Web:
    """Handlers of the page's and the checks' addresses."""

    def __init__(self, world: World, clients: Clients) -> None:
        self._world = world
        self._clients = clients

    def routes(self) -> list[Route | Mount]:
        """The routes to mount at the root."""
        table: list[tuple[str, str, Handler]] = [
            ("GET", "/api/state", self.state),
            ("GET", "/api/history", self.history),
            ("GET", "/api/events", self.events),
            ("GET", "/api/commands", self.commands),
            ("GET", "/api/messages", self.messages),
            ("POST", "/api/messages", self.send),
            ("POST", "/api/callbacks", self.press),
            ("POST", "/api/edits", self.edit),
            ("POST", "/api/reactions", self.react),
            ("POST", "/api/uploads", self.upload),
            ("POST", "/api/start", self.start),
            ("POST", "/api/block", self.block),
            ("POST", "/api/inline", self.inline),
            ("POST", "/api/inline/choose", self.choose),
            ("GET", "/api/faults", self.faults),
            ("POST", "/api/faults", self.order_fault),
            ("POST", "/api/weather", self.weather),
            ("DELETE", "/api/faults", self.clear_faults),
            ("GET", "/api/updates", self.updates),
            ("POST", "/api/updates", self.steer_updates),
            ("GET", "/api/files/{file_id}", self.file),
        ]
        routes = [Route(path, _guarded(handler), methods=[method]) for method, path, handler in table]
        return [Route("/", self.page), *routes, Mount("/static", StaticFiles(directory=STATIC))]

    # -- reading -----------------------------------------------------------------------------------------------------

    async def page(self, _request: Request) -> Response:
        """The chat page."""
        return FileResponse(STATIC / "index.html")

    async def state(self, _request: Request) -> Response:
        """Bot, users, chats and the number of the last event."""
        world = self._world
        users = [person.user() | {"role": person.role} for person in world.people.values()]
        chats = [
            chat.wire() | {"members": sorted(chat.members), "bot_status": chat.bot_status}
            for chat in world.chats.values()
            if not chat.migrated_to
        ]
        texts = {name: text for (name, _language), text in world.profile.texts.items()}
        return JSONResponse({"bot": world.bot, "users": users, "chats": chats, "about": texts, "seq": world.events.seq})

    async def history(self, request: Request) -> Response:
        """Every message of a chat, both sides."""
        chat = self._world.chat(request.query_params.get("chat", ""))
        return JSONResponse([record.view() for record in chat.records.values()])

    async def messages(self, request: Request) -> Response:
        """What the bot sent to ``chat`` since message ``after``; waits up to ``timeout`` seconds if there is nothing yet."""
        query = request.query_params
        chat = self._world.chat(query.get("chat") or query.get("user", ""))
        after = _number(query.get("after"))
        found = await self._world.wait_messages(chat, after, float(_number(query.get("timeout"))))
        return JSONResponse(found)

    async def commands(self, request: Request) -> Response:
        """The command list that the user's app shows in the chat."""
        person = self._world.person(request.query_params.get("user", ""))
        chat = self._world.chat(request.query_params.get("chat") or person.id)
        return JSONResponse(visible_commands(self._world, chat, person.id, person.language_code))

    async def events(self, request: Request) -> Response:
        """Server-sent events after number ``after``; the browser's Last-Event-ID wins when it reconnects."""
        after = _number(request.headers.get("last-event-id") or request.query_params.get("after"))
        return StreamingResponse(self._stream(after), media_type="text/event-stream")

    async def _stream(self, seq: int) -> AsyncIterator[str]:
        yield "retry: 1000\n\n"
        while not self._world.events.closed:
            batch = await self._world.events.wait(seq, _HEARTBEAT_SECONDS)
            if not batch:
                yield ": alive\n\n"
            for event in batch:
                seq = event["seq"]
                yield f"id: {seq}\ndata: {json.dumps(event, ensure_ascii=False)}\n\n"

    async def file(self, request: Request) -> Response:
        """A file's bytes; only pictures are shown in the browser, everything else is downloaded."""
        upload = self._world.files.get(request.path_params["file_id"]).upload
        if upload.media_type in _PICTURES:
            return Response(upload.data, media_type=upload.media_type)
        return Response(
            upload.data, media_type="application/octet-stream", headers={"Content-Disposition": "attachment"}
        )

    # -- what users do -------------------------------------------------------------------------------------------------

    async def send(self, request: Request) -> Response:
        """{user, chat?, text, reply_to?} → {message_id}."""
        body = await _body(request)
        message_id = self._clients.send_text(
            _required(body, "user"), body.get("chat"), str(body.get("text", "")), reply_to=_number(body.get("reply_to"))
        )
        return JSONResponse({"message_id": message_id})

    async def press(self, request: Request) -> Response:
        """{user, chat?, message_id, data} → {callback_query_id}."""
        body = await _body(request)
        query_id = self._clients.press(
            _required(body, "user"), body.get("chat"), _number(body.get("message_id")), str(body.get("data", ""))
        )
        return JSONResponse({"callback_query_id": query_id})

    async def edit(self, request: Request) -> Response:
        """{user, chat?, message_id, text}: a user edits his message."""
        body = await _body(request)
        self._clients.edit_text(
            _required(body, "user"), body.get("chat"), _number(body.get("message_id")), str(body.get("text", ""))
        )
        return JSONResponse({"ok": True})

    async def react(self, request: Request) -> Response:
        """{user, chat?, message_id, emoji}: a user reacts ("" takes the reaction away)."""
        body = await _body(request)
        self._clients.react(
            _required(body, "user"), body.get("chat"), _number(body.get("message_id")), str(body.get("emoji", ""))
        )
        return JSONResponse({"ok": True})

    async def upload(self, request: Request) -> Response:
        """Multipart {user, chat?, kind, file, caption?} → {message_id}."""
        async with request.form() as form:
            file = form.get("file")
            if not isinstance(file, UploadFile):
                raise Refused("缺少文件")
            kind = str(form.get("kind") or "document")
            media_type = file.content_type or "application/octet-stream"
            upload = Upload(name=file.filename or "file", media_type=media_type, data=await file.read())
            user, chat, caption = form.get("user"), form.get("chat"), str(form.get("caption") or "")
        return JSONResponse({"message_id": self._clients.send_file(user, chat, kind, upload, caption=caption)})

    async def start(self, request: Request) -> Response:
        """{user, payload?}: a user follows t.me/BOT?start=payload."""
        body = await _body(request)
        return JSONResponse({"message_id": self._clients.start(_required(body, "user"), str(body.get("payload", "")))})

    async def block(self, request: Request) -> Response:
        """{user, blocked}: a user stops or restarts the bot."""
        body = await _body(request)
        self._clients.block(_required(body, "user"), blocked=bool(body.get("blocked", True)))
        return JSONResponse({"ok": True})

    async def inline(self, request: Request) -> Response:
        """{user, query, offset?} → {inline_query_id, results, next_offset, button}; 400 where no answer came in time."""
        body = await _body(request)
        query_id = self._clients.ask_inline(
            _required(body, "user"), str(body.get("query", "")), offset=str(body.get("offset", ""))
        )
        query = self._world.queries[query_id]
        await self._world.events.until(lambda: query.answer is not None, _INLINE_SECONDS)
        if query.answer is None:
            raise Refused("机器人没有回应")
        return JSONResponse({"inline_query_id": query_id, **query.answer})

    async def choose(self, request: Request) -> Response:
        """{user, chat?, inline_query_id, result_id} → {message_id}."""
        body = await _body(request)
        message_id = self._clients.choose_inline(
            _required(body, "user"), body.get("chat"), str(body.get("inline_query_id")), str(body.get("result_id"))
        )
        return JSONResponse({"message_id": message_id})

    # -- what tests order ----------------------------------------------------------------------------------------------

    async def order_fault(self, request: Request) -> Response:
        """{method, times?, status?, retry_after?, drop?}: see faults.Fault."""
        body = await _body(request)
        try:
            self._world.faults.add(Fault(**body))
        except (TypeError, ValueError) as error:
            raise Refused(f"无效的故障：{error}") from error
        return JSONResponse({"ordered": len(self._world.faults)})

    async def weather(self, request: Request) -> Response:
        """{flooded?, failing?, dropped?, retry_after?, seed?}: see faults.Weather; {} ends it."""
        body = await _body(request)
        try:
            self._world.faults.set_weather(Weather(**body) if body else None)
        except (TypeError, ValueError) as error:
            raise Refused(f"无效的故障：{error}") from error
        return JSONResponse({"ok": True})

    async def faults(self, _request: Request) -> Response:
        """How many faults are ordered, and which messages were sent although their connection was dropped."""
        faults = self._world.faults
        return JSONResponse({"ordered": len(faults), "taken": faults.taken})

    async def clear_faults(self, _request: Request) -> Response:
        """Forget the ordered faults."""
        self._world.faults.clear()
        return JSONResponse({"ordered": 0})

    async def updates(self, _request: Request) -> Response:
        """Every update that was made, and how many the bot has not confirmed."""
        return JSONResponse({"pending": self._world.updates.pending, "updates": self._world.updates.history})

    async def steer_updates(self, request: Request) -> Response:
        """{repeat: update_id} | {force: [updates]} | {hold: true} | {release: true, reverse?}."""
        body, updates = await _body(request), self._world.updates
        if "repeat" in body:
            updates.force(update for update in updates.history if update["update_id"] == body["repeat"])
        if "force" in body:
            updates.force(body["force"])
        if body.get("hold"):
            updates.hold()
        if body.get("release"):
            updates.release(reverse=bool(body.get("reverse")))
        return JSONResponse({"pending": updates.pending})
