"""The application: which address is answered by what."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from ibidem.api import texts
from ibidem.api.answers import as_json, is_known, problem, sent
from ibidem.api.description import landing, openapi
from ibidem.api.library import Library, Shelf
from ibidem.deposit.media import media
from ibidem.oai.answer import answer as harvested
from ibidem.record.formats import FORMATS
from ibidem.signposting import as_header

_LONGEST_FORM = 65536  # bytes
_FORM = "application/x-www-form-urlencoded"
_MOST_ARGUMENTS = 50
Endpoint = Callable[[Request], Awaitable[Response]]


def application(shelf: Shelf) -> Starlette:
    """The application that serves what is on the shelf."""
    site = _Site(shelf)
    # what is asked for is worked out in one thread: trees of XML and stylesheets are not shared between several
    return Starlette(
        routes=[
            Route("/api", site.landing),
            Route("/api/", site.landing),
            Route("/api/openapi.json", site.openapi),
            Route("/api/dts", site.dts),
            Route("/api/dts/", site.dts),
            Route("/api/dts/{endpoint}", site.dts),
            Route("/api/dts/{endpoint}/", site.dts),
            Route("/api/oai", site.oai, methods=["GET", "POST"]),
            Route("/api/records/{name:path}", site.record),
            Route("/api/{rest:path}", site.nothing),
            Route("/{path:path}", site.page),
        ],
        exception_handlers={HTTPException: _not_done},  # type: ignore[dict-item]
    )


async def _not_done(request: Request, error: HTTPException) -> Response:
    return PlainTextResponse(f"{error.detail}\n", error.status_code, error.headers)


class _Site:
    """The answers, from the library as it is at the time of a request."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def _asked(self, request: Request) -> tuple[Library, str]:
        """The library, and the address of the server: that under which it is published, else that by which it was asked."""
        library = self._shelf.current()
        return library, library.edition.api.url or str(request.base_url)

    async def landing(self, request: Request) -> Response:
        library, address = self._asked(request)
        return as_json(request, landing(library, address))

    async def openapi(self, request: Request) -> Response:
        library, address = self._asked(request)
        return as_json(request, openapi(library, address))

    async def nothing(self, request: Request) -> Response:
        return problem(404, "There is nothing at this address. /api/ says what there is.")

    async def dts(self, request: Request) -> Response:
        library, address = self._asked(request)
        return texts.answer(request, library, address, request.path_params.get("endpoint", ""))

    async def oai(self, request: Request) -> Response:
        library, address = self._asked(request)
        form = b""
        if request.method == "POST":
            if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
                return problem(415, f"Arguments that are posted must be {_FORM}.")
            async for chunk in request.stream():
                form += chunk
                if len(form) > _LONGEST_FORM:
                    return problem(413, "The arguments are too long.")
        try:
            pairs = [pair for part in (request.scope["query_string"], form) for pair in _arguments(part)]
        except ValueError:
            return problem(400, "The arguments cannot be read.")
        size = library.edition.api.page_size
        document = harvested(library.repository, pairs, f"{address}api/oai", datetime.now(UTC), size)
        data = document.encode("utf-8", "replace")
        return Response(data, headers={"Content-Type": "text/xml; charset=utf-8", "Cache-Control": "no-store"})

    async def record(self, request: Request) -> Response:
        library, _ = self._asked(request)
        identifier, _, name = request.path_params["name"].rpartition(".")
        if identifier not in library.texts:
            return problem(404, "There is no such record. /api/ lists them.")
        form = FORMATS.get(name)
        if form is None:
            return problem(404, f"There is no format {name}, but {', '.join(FORMATS)}.")
        return sent(request, form.write(library.texts[identifier].record).encode(), _encoded(form.type))

    async def page(self, request: Request) -> Response:
        library, address = self._asked(request)
        path = request.path_params["path"]
        if not path or path.endswith("/"):
            path += "index.html"
        try:
            where = library.files.where(path)
            status = where.stat()
        except (KeyError, OSError, ValueError):
            return PlainTextResponse("There is no such page.\n", 404)
        headers = {"ETag": f'"{library.files.digests[path]}"'}
        if landing := library.landings.get(path):
            headers["Link"] = as_header(landing, address)
        if is_known(request, headers["ETag"]):
            return Response(status_code=304, headers=headers)
        headers["Content-Type"] = _encoded(media(path).type)
        return FileResponse(where, headers=headers, stat_result=status)


def _encoded(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _arguments(text: bytes) -> list[tuple[str, str]]:
    return parse_qsl(text.decode(), keep_blank_values=True, errors="strict", max_num_fields=_MOST_ARGUMENTS)
