"""Running the server until it is stopped."""

import signal
import socket
from collections.abc import Callable
from pathlib import Path

from ibidem.errors import IbidemError

_MOST = 100  # requests at a time; the next ones are told to come later


def run(folder: Path, host: str, port: int, tell: Callable[[str], object]) -> None:
    """Serve what is built of an edition. Raises `IbidemError` where the extra is not installed, nothing is built, or the address cannot be had."""
    try:
        import uvicorn

        from ibidem.api.app import application
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "ibidem":
            raise
        raise IbidemError(
            f"the server needs {error.name}, which is not installed. Install it: pip install 'ibidem[api]'"
        ) from None
    from ibidem.api.guard import Guard
    from ibidem.api.hosts import hosts, is_published
    from ibidem.api.library import Shelf

    shelf = Shelf(folder, tell)
    settings = shelf.current().edition.api
    with _listening(host, port) as listener:
        names = hosts(host, settings.url)
        app = Guard(application(shelf), names, tell, is_open=is_published(host, settings.url))
        server = uvicorn.Server(
            uvicorn.Config(
                app, log_config=None, access_log=False, server_header=False, proxy_headers=False, ws="none", lifespan="off",
                limit_concurrency=_MOST, timeout_graceful_shutdown=3,
            )
        )  # fmt: skip
        for complaint in shelf.current().complaints:
            tell(complaint)
        # uvicorn has handlers of its own while it runs, and raises the signal again when it has stopped
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: setattr(server, "should_exit", True))
        name, bound = listener.getsockname()[:2]
        shown = "localhost" if name == "127.0.0.1" else f"[{name}]" if ":" in name else name
        tell(f"http://{shown}:{bound}/  (stop with Ctrl-C)")
        server.run(sockets=[listener])


def _listening(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no address of this machine"
        raise IbidemError(
            f"port {port} of {host} cannot be used ({reason}). Choose another: ibidem serve --api --port 0"
        ) from None
