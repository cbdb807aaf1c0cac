"""Schemas from the network, on the user's word only: asked for once, bounded, and kept (`ibidem.schemas.kept`).

Only http and https, at most five redirects and none from https to http; no proxy, no cookie, no password.
"""

import os
import time
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    Request,
)

from ibidem import __version__
from ibidem.schemas.kept import canonical, place
from ibidem.schemas.model import Kind, by_suffix, of_bytes

LARGEST = 32 * 2**20
_WAIT = 20  # seconds for one answer
_LONGEST = 120  # seconds for a whole file
_CHUNK = 1 << 16


class NotFetched(Exception):
    """Why nothing came."""


class _Redirects(HTTPRedirectHandler):
    max_redirections = 5
    max_repeats = 2

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        new = canonical(newurl)
        if not new or (req.type == "https" and not new.startswith("https:")):
            raise NotFetched(f"it leads on to {newurl[:200]!r}, which is not followed")
        return super().redirect_request(req, fp, code, msg, headers, new)


def fetch(address: str) -> Path:
    """Fetch a canonical address and keep it. Raises `NotFetched`."""
    file = place(address)
    if file is None:
        raise NotFetched("a part of the address is too long")
    data = _get(address)
    if by_suffix(address) is not Kind.COMPACT and of_bytes(data) is None:
        raise NotFetched("what is there is no schema; perhaps it is a page that speaks of one")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = file.with_name(f".{file.name[:100]}.{os.getpid()}")
        try:
            temporary.write_bytes(data)
            temporary.replace(file)
        finally:
            temporary.unlink(missing_ok=True)
    except (OSError, RuntimeError) as error:
        raise NotFetched(f"it cannot be kept in the cache ({error})") from None
    return file


def _get(address: str) -> bytes:
    opener = OpenerDirector()
    for handler in (HTTPHandler, HTTPSHandler, _Redirects, HTTPErrorProcessor, HTTPDefaultErrorHandler):
        opener.add_handler(handler())
    opener.addheaders = [("User-Agent", f"ibidem/{__version__}"), ("Accept-Encoding", "identity")]
    until = time.monotonic() + _LONGEST
    data = bytearray()
    try:
        with opener.open(Request(address), timeout=_WAIT) as answer:
            while chunk := answer.read1(_CHUNK):
                data += chunk
                if len(data) > LARGEST:
                    raise NotFetched(f"it is larger than {LARGEST // 2**20} MiB")
                if time.monotonic() > until:
                    raise NotFetched(f"it did not come within {_LONGEST} seconds")
            left = getattr(answer, "length", None)
    except HTTPError as error:
        raise NotFetched(f"the server answers {error.code}") from None
    except URLError as error:
        raise NotFetched(f"the server cannot be reached ({_reason(error.reason)})") from None
    except (OSError, HTTPException, ValueError) as error:
        raise NotFetched(f"the connection failed ({_reason(error)})") from None
    if left:
        raise NotFetched("the connection ended before the whole of it had come")
    return bytes(data)


def _reason(error: Any) -> str:
    text = str(getattr(error, "strerror", None) or error or type(error).__name__)
    return "".join(char for char in text if char.isprintable())[:200]
