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
from ibidem.watch import changes

_HOSTS = ("localhost", "127.0.0.1")


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
    stop = threading.Event()
    later = changes(partial(_watched, folder), stop)
    _build(folder, tell)
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, directory=str(edition.output)))
    except OSError as error:
        raise IbidemError(
            f"port {port} cannot be used ({error.strerror}). Choose another: ibidem serve --port 0"
        ) from None
    server.daemon_threads = True
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    tell(f"http://localhost:{server.server_address[1]}/  (stop with Ctrl-C)")
    for _ in later:
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


def _watched(folder: Path) -> set[Path]:
    """Every file that the edition is made of."""
    try:
        edition = load(folder)
    except IbidemError:
        return {folder / NAME}
    beside = {path for text in edition.texts for path in text.parent.rglob("*") if path.is_file()}
    return {*edition.web.paths, *edition.texts, *(schema.path for schema in edition.schemas), folder / NAME, *beside}
