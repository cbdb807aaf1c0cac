"""The preview: the built edition on the loopback address, built again when a source changes."""

import signal
import threading
import time
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from ibidem.build import build
from ibidem.edition import NAME, load
from ibidem.errors import IbidemError
from ibidem.report import findings_as_text

_HOSTS = ("localhost", "127.0.0.1")
_SECONDS = 0.5


class _Handler(SimpleHTTPRequestHandler):
    """Files of the built folder, to callers of this machine only (a foreign Host header is refused: DNS rebinding)."""

    protocol_version = "HTTP/1.1"
    timeout = 30

    def _refused(self) -> bool:
        host = self.headers.get("Host", "").rpartition(":")[0] or self.headers.get("Host", "")
        if host in _HOSTS:
            return False
        self.send_error(403, "This preview answers to localhost only")
        return True

    def do_GET(self) -> None:
        if not self._refused():
            super().do_GET()

    def do_HEAD(self) -> None:
        if not self._refused():
            super().do_HEAD()

    def list_directory(self, path: Any) -> None:
        self.send_error(404, "There is no such page")

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        return


def serve(folder: Path, port: int, tell: Callable[[str], object]) -> None:
    """Serve until interrupted or terminated. A build that fails is reported, and what was there before stays."""
    edition = load(folder)
    _build(folder, tell)
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, directory=str(edition.output)))
    except OSError as error:
        raise IbidemError(
            f"port {port} cannot be used ({error.strerror}). Choose another: ibidem serve --port 0"
        ) from None
    server.daemon_threads = True
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    tell(f"http://localhost:{server.server_address[1]}/  (stop with Ctrl-C)")
    seen = _state(folder)
    while not stop.wait(_SECONDS):
        now = _state(folder)
        if now != seen:
            seen = now
            _build(folder, tell)
    server.shutdown()
    server.server_close()


def _build(folder: Path, tell: Callable[[str], object]) -> None:
    started = time.perf_counter()
    try:
        report = build(load(folder))
    except IbidemError as error:
        tell(str(error))
        return
    if report.findings:
        tell(findings_as_text(report.findings))
    tell(
        f"built in {time.perf_counter() - started:.1f} s"
        if report.made
        else "not built: mend the errors above, and save"
    )


def _state(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of every file that the edition is made of."""
    try:
        edition = load(folder)
        watched = {*edition.texts, *(schema.path for schema in edition.schemas), folder / NAME}
        watched |= {path for text in edition.texts for path in text.parent.rglob("*") if path.is_file()}
    except IbidemError:
        watched = {folder / NAME}
    state = {}
    for path in watched:
        try:
            found = path.stat()
        except OSError:
            continue
        state[str(path)] = (found.st_size, found.st_mtime_ns)
    return state
