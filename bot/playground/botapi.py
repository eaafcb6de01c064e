"""The Bot API endpoint: address → parameters → method → Telegram's JSON envelope, with scripted faults in between."""

import json
from collections.abc import Mapping

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from bot.playground.faults import Fault
from bot.playground.methods import METHODS
from bot.playground.state import World
from bot.playground.wire import ApiError, Params, Upload, bad_request


class DroppedConnection(Response):
    """Promises a body and ends without it: the server then closes the connection under the client's reading."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1")]})


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


async def read_params(request: Request) -> Params:
    """Parameters from the query string and a JSON, form or multipart body, as Telegram takes them."""
    values: dict[str, str] = dict(request.query_params)
    kind = request.headers.get("content-type", "").split(";")[0]
    if kind == "application/json":
        try:
            body = await request.json()
        except ValueError as error:
            raise bad_request("can't parse request body JSON object") from error
        if isinstance(body, Mapping):
            values |= {str(name): _as_text(value) for name, value in body.items() if value is not None}
        return Params(values=values)
    files: dict[str, Upload] = {}
    async with request.form(max_part_size=4 * 1024 * 1024) as form:
        for name, value in form.items():
            if isinstance(value, UploadFile):
                media_type = value.content_type or "application/octet-stream"
                files[name] = Upload(name=value.filename or "file", media_type=media_type, data=await value.read())
            else:
                values[name] = value
    return Params(values=values, files=files)


class BotApi:
    """The two addresses that a bot uses: /bot<token>/<method> and /file/bot<token>/<path>."""

    def __init__(self, world: World, token: str) -> None:
        self._world = world
        self._token = token

    async def call(self, request: Request) -> Response:
        """One call of a method."""
        name = request.path_params["method"]
        try:
            self._authorise(request)
            return await self._run(name, await read_params(request))
        except ApiError as error:
            return _failure(error)

    async def download(self, request: Request) -> Response:
        """A file's bytes."""
        try:
            self._authorise(request)
        except ApiError as error:
            return _failure(error)
        stored = self._world.files.at(request.path_params["path"])
        if stored is None:
            return _failure(ApiError(404, "Not Found"))
        return Response(stored.upload.data, media_type="application/octet-stream")

    def _authorise(self, request: Request) -> None:
        if request.path_params["token"] != self._token:
            raise ApiError(401, "Unauthorized")

    async def _run(self, name: str, params: Params) -> Response:
        fault = self._world.faults.take(name)
        if fault is None:
            return _success(await self._execute(name, params))
        if fault.drop is None:
            raise fault.error()
        return await self._drop(fault, name, params)

    async def _drop(self, fault: Fault, name: str, params: Params) -> Response:
        if fault.drop == "after":
            done = await self._execute(name, params)
            if isinstance(done, dict) and "message_id" in done:
                self._world.faults.taken.append(done["message_id"])
        return DroppedConnection()

    async def _execute(self, name: str, params: Params) -> object:
        if name.lower() == "getupdates":
            return await self._updates(params)
        method = METHODS.get(name.lower())
        if method is None:
            raise ApiError(404, "Not Found: method not found")
        return method(self._world, params)

    async def _updates(self, params: Params) -> object:
        limit = params.integer("limit", 100)
        return await self._world.updates.poll(
            offset=params.integer("offset"),
            limit=limit if 1 <= limit <= 100 else 100,
            seconds=min(max(params.integer("timeout"), 0), 50),
            allowed=params.json("allowed_updates", list, "allowed_updates"),
        )


def _success(result: object) -> Response:
    # in ASCII, as Telegram answers: half of a surrogate pair passes too
    return Response(json.dumps({"ok": True, "result": result}), media_type="application/json")


def _failure(error: ApiError) -> Response:
    headers = {"Retry-After": str(error.parameters["retry_after"])} if "retry_after" in error.parameters else None
    return JSONResponse(error.payload(), status_code=error.code, headers=headers)
