"""What every request and every answer passes: the host that is asked, the length of the request, headers that make a browser careful."""

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

_HOST = re.compile(r"(?P<name>[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?")
_LONGEST = 8192  # bytes of a path with its query
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
}


class Guard:
    """An application behind the checks. `hosts` are the names by which it may be asked, None for any; `is_open` lets pages of other sites read the API."""

    def __init__(self, app: App, hosts: frozenset[str] | None, tell: Callable[[str], object], *, is_open: bool) -> None:
        self._app = app
        self._hosts = hosts
        self._tell = tell
        self._is_open = is_open

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        begun = False

        async def sent(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                self._add_headers(scope, MutableHeaders(scope=message))
            await send(message)

        app = self._refusal(scope) or self._app
        try:
            await app(scope, receive, sent)
        except Exception as error:
            self._tell(f"{scope['path']!r} could not be answered: {type(error).__name__}: {error}")
            if not begun:
                await PlainTextResponse("This is a fault of the server.\n", 500)(scope, receive, sent)

    def _refusal(self, scope: Scope) -> App | None:
        hosts = Headers(scope=scope).getlist("host")
        found = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
        if found is None or (self._hosts is not None and found["name"].lower() not in self._hosts):
            return PlainTextResponse("This server does not answer to this name.\n", 421)
        if len(scope.get("raw_path") or scope["path"]) + len(scope["query_string"]) > _LONGEST:
            return PlainTextResponse("The address is too long.\n", 414)
        return None

    def _add_headers(self, scope: Scope, headers: MutableHeaders) -> None:
        for name, value in _HEADERS.items():
            headers[name] = value
        headers.setdefault("Cache-Control", "no-cache")
        if self._is_open and scope["path"].startswith("/api/"):
            headers["Access-Control-Allow-Origin"] = "*"
            headers["Access-Control-Expose-Headers"] = "Link"
        else:
            headers["Cross-Origin-Resource-Policy"] = "same-origin"
