"""How an answer is sent: bytes with their tag, so that what a caller has already is not sent again; JSON; and what is wrong."""

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from starlette.requests import Request
from starlette.responses import Response


def sent(request: Request, data: bytes, media_type: str, headers: Mapping[str, str] | None = None) -> Response:
    """Bytes with a tag made from them; 304 where the caller names it."""
    tag = f'"{blake2b(data, digest_size=16).hexdigest()}"'
    known = {"ETag": tag, **(headers or {})}
    if is_known(request, tag):
        return Response(status_code=304, headers=known)
    return Response(data, headers=known | {"Content-Type": media_type})  # as it is: XML says its charset itself


def is_known(request: Request, tag: str) -> bool:
    """Whether the caller has the answer with this tag already (RFC 9110, section 13.1.2)."""
    named = request.headers.get("if-none-match", "")
    return named == "*" or tag in [each.strip().removeprefix("W/") for each in named.split(",")]


def as_json(request: Request, value: Any, media_type: str = "application/json") -> Response:
    """A value of JSON."""
    data = json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"
    return sent(request, data, media_type)


def problem(status: int, message: str) -> Response:
    """What is wrong with a request (RFC 9457)."""
    title = {400: "Bad Request", 404: "Not Found", 413: "Content Too Large", 415: "Unsupported Media Type"}
    value = {"title": title.get(status, "Error"), "status": status, "detail": message}
    data = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    return Response(data, status, media_type="application/problem+json")
