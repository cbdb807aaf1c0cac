"""Requests to one repository, with the token: within limits of time, tried again where that helps, and to no other host."""

import http.client
import ipaddress
import json
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from ibidem import __version__
from ibidem.deposit.zenodo.token import Token
from ibidem.errors import IbidemError
from ibidem.report import plain

TIMEOUT = 30.0  # seconds without a byte
_WHOLE = 300.0  # seconds for an answer
_ATTEMPTS = 6
_LONGEST_WAIT = 300.0  # seconds between two attempts, whatever the repository asks for
_LONGEST_ANSWER = 16 << 20  # bytes
_PIECE = 1 << 16
_REDIRECTS = 3


class Broken(Exception):
    """The connection failed; `unsent` where nothing can have arrived."""

    def __init__(self, why: str, *, unsent: bool) -> None:
        super().__init__(why)
        self.unsent = unsent


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, the headers that matter, and the JSON of the body (None where it is another thing)."""

    status: int
    body: Any
    retry_after: float | None = None
    location: str = ""

    @property
    def message(self) -> str:
        """What the repository says, fit for a terminal."""
        said = self.body.get("message", "") if isinstance(self.body, dict) else ""
        return plain(str(said))[:300]


class Repository:
    """An InvenioRDM at an address. `find` gives the token for its host, `wait` sleeps, `tell` says what is going on."""

    def __init__(
        self,
        url: str,
        find: Callable[[str], Token],
        tell: Callable[[str], None],
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self.url = url.rstrip("/")
        self._parts = _checked(self.url)
        self._token = find(self._parts.netloc)
        self._tell = tell
        self._wait = wait

    @property
    def name(self) -> str:
        """The host, with its port where that is unusual."""
        return self._parts.netloc

    def ask(
        self, method: str, path: str, content: Any = None, *, file: Path | None = None, again: bool = True
    ) -> Answer:
        """Send a request and give the answer, whatever its status below 500.

        It is tried again after 429 and 5xx, and, unless not to be done `again`, after a connection that broke; a file is sent from its
        beginning then. Raises `IbidemError` when that does not help, and `Broken` where it may not be tried again.
        """
        failure = ""
        for attempt in range(_ATTEMPTS):
            pause = min(2.0**attempt, 60.0)
            try:
                answer = self._send(method, path, content, file)
            except Broken as broken:
                if not again and not broken.unsent:
                    raise
                failure = f"the connection failed ({broken})"
            else:
                if answer.status != 429 and answer.status < 500:
                    return answer
                failure = f"it answered {answer.status} {answer.message}".rstrip()
                pause = pause if answer.retry_after is None else answer.retry_after
            if pause > _LONGEST_WAIT:
                raise IbidemError(
                    f"{self.name} asks to wait for {pause / 60:.0f} minutes. Run the same command again after that: it goes on where it stopped."
                )
            if attempt + 1 < _ATTEMPTS:
                self._tell(f"{self.name}: {failure}; trying again in {pause:.0f} s")
                self._wait(pause)
        raise IbidemError(
            f"{self.name} does not take it: {failure}. Run the same command again later: it goes on where it stopped."
        )

    def _send(self, method: str, path: str, content: Any, file: Path | None) -> Answer:
        """One attempt; a redirect is followed to the same host only."""
        target = self._parts.path + path
        for _ in range(_REDIRECTS):
            answer = self._once(method, target, content, file)
            if answer.status not in (301, 302, 303, 307, 308):
                return answer
            target = self._redirected(method, target, answer)
        raise IbidemError(f"{self.name} leads in a circle. Look at --url.")

    def _redirected(self, method: str, target: str, answer: Answer) -> str:
        new = urlsplit(urljoin(f"{self._parts.scheme}://{self._parts.netloc}{target}", answer.location))
        if (new.scheme, new.netloc) != (self._parts.scheme, self._parts.netloc):
            raise IbidemError(
                f"{self.name} sends on to {plain(new.netloc) or 'nowhere'}, where the token is not sent. If that is the repository, name it with --url."
            )
        if method != "GET" and answer.status in (301, 302, 303):
            raise IbidemError(f"{self.name} sends on to another page instead of an answer. Look at --url.")
        return new.path + (f"?{new.query}" if new.query else "")

    def _once(self, method: str, target: str, content: Any, file: Path | None) -> Answer:
        connection = self._connection()
        try:
            try:
                connection.connect()
            except ssl.SSLCertVerificationError as error:
                raise IbidemError(f"{self.name}: its certificate cannot be trusted ({error.verify_message}).") from None
            except OSError as error:
                raise Broken(error.strerror or type(error).__name__, unsent=True) from None
            try:
                self._write(connection, method, target, content, file)
                return _read(connection.getresponse())
            except TimeoutError:
                raise Broken("no answer in time", unsent=False) from None
            except (OSError, http.client.HTTPException) as error:
                raise Broken(getattr(error, "strerror", None) or type(error).__name__, unsent=False) from None
        finally:
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        host, port = self._parts.hostname or "", self._parts.port
        if self._parts.scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=TIMEOUT)
        return http.client.HTTPSConnection(host, port, timeout=TIMEOUT, context=ssl.create_default_context())

    def _write(
        self, connection: http.client.HTTPConnection, method: str, target: str, content: Any, file: Path | None
    ) -> None:
        data = b"" if content is None else json.dumps(content).encode()
        size = file.stat().st_size if file else len(data)
        connection.putrequest(method, target, skip_accept_encoding=True)
        connection.putheader("Authorization", self._token.header)
        connection.putheader("Accept", "application/vnd.inveniordm.v1+json, application/json")
        connection.putheader("User-Agent", f"ibidem/{__version__}")
        if file or content is not None:
            connection.putheader("Content-Type", "application/octet-stream" if file else "application/json")
        if method != "GET":
            connection.putheader("Content-Length", str(size))
        connection.endheaders(data or None)
        if file:
            # A repository may answer before it has everything, and close: then the answer says why.
            with file.open("rb") as source, suppress(BrokenPipeError, ConnectionResetError):
                while piece := source.read(_PIECE):
                    connection.send(piece)


def _checked(url: str) -> SplitResult:
    """The parts of an address to which a token may be sent: https, or http on this machine."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 (it raises where the port is no number)
    except ValueError:
        raise IbidemError(f"--url {plain(url)} is no address. Write https:// and a host.") from None
    if (
        not parts.hostname
        or parts.query
        or parts.fragment
        or "@" in parts.netloc
        or not url.isascii()
        or url.split() != [url]
    ):
        raise IbidemError(
            f"--url {plain(url.rpartition('@')[2])} is no address of a repository. Write https:// and a host."
        )
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_here(parts.hostname)):
        raise IbidemError(f"--url {plain(url)}: the token is sent by https:// only.")
    return parts


def _is_here(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _read(response: http.client.HTTPResponse) -> Answer:
    """An answer of bounded length, within bounded time. Raises `TimeoutError`."""
    deadline = time.monotonic() + _WHOLE
    data = bytearray()
    while piece := response.read1(_PIECE):
        data += piece
        if len(data) > _LONGEST_ANSWER:
            raise http.client.HTTPException("its answer is too long")
        if time.monotonic() > deadline:
            raise TimeoutError
    try:
        body = json.loads(data) if data else None
    except ValueError:
        body = None
    return Answer(response.status, body, _pause(response), response.getheader("Location", ""))


def _pause(response: http.client.HTTPResponse) -> float | None:
    """For how many seconds the repository wants to be left alone: seconds, or a date (RFC 9110, 10.2.3)."""
    value = response.getheader("Retry-After", "")
    if value.isdecimal():
        return float(value)
    try:
        return max(parsedate_to_datetime(value).timestamp() - time.time(), 0.0)
    except (ValueError, TypeError):
        return None
