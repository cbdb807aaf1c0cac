"""What was worked out once and is kept for the next run: compiled grammars, built schemas, stylesheets, schemas that were fetched.

An entry is named after the hash of what it was made from. It is written whole or not at all, carries the hash of its own bytes, and
counts as missing when these do not agree; so a broken entry, or two programs that write at once, do no harm. Without a folder that can
be written nothing is kept, and nothing fails.
"""

import os
import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from ibidem import __version__

try:  # this alone: hashlib brings OpenSSL, which takes longer to load than a schema to hash
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

_KEPT = 64  # entries of a kind; the oldest go
_CHECK = 32  # bytes of the hash that an entry carries
DIGEST = 20  # bytes of the hash of a file
_OF_WORKERS = ("automata", "catalogue", "grammars", "schematron", "xsd")


def folder() -> Path:
    """The cache folder of this user: `IBIDEM_CACHE`, else the place that the system has for such things."""
    if named := os.environ.get("IBIDEM_CACHE"):
        return Path(named)
    if sys.platform == "darwin":
        base = Path("~/Library/Caches").expanduser()
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or "~/AppData/Local").expanduser()
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser()
    return base / "ibidem"


def writable() -> tuple[Path, ...]:
    """The folders of what a worker may keep, made if they were not there; nothing where they cannot be made. What was fetched is not among them."""
    with suppress(OSError, RuntimeError):
        places = tuple(folder() / kind for kind in _OF_WORKERS)
        for place in places:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
        return places
    return ()


def key(*parts: bytes | str) -> str:
    """The name of an entry that is made from these parts, by this version of Ibidem under this Python."""
    hashed = blake2b(digest_size=DIGEST)
    for part in (__version__, sys.implementation.cache_tag or "", *parts):
        data = part.encode() if isinstance(part, str) else part
        hashed.update(len(data).to_bytes(8, "big"))
        hashed.update(data)
    return hashed.hexdigest()


def digest(path: Path) -> bytes:
    """The hash of a file, of 20 bytes, made once for as long as size and time stay as they are; zeros where it cannot be read."""
    try:
        status = path.stat()
        return _digest(path, status.st_size, status.st_mtime_ns)
    except OSError:
        return bytes(DIGEST)


@lru_cache(maxsize=64)
def _digest(path: Path, _size: int, _time: int) -> bytes:
    return blake2b(path.read_bytes(), digest_size=DIGEST).digest()


def load(kind: str, name: str) -> bytes | None:
    """The bytes of an entry, or None where there is none that is whole."""
    try:
        data = (folder() / kind / name).read_bytes()
    except (OSError, RuntimeError):  # the second where there is no home
        return None
    check, content = data[:_CHECK], data[_CHECK:]
    return content if blake2b(content, digest_size=_CHECK).digest() == check else None


def store(kind: str, name: str, content: bytes, mode: int | None = None) -> None:
    """Keep an entry; a folder that cannot be written is no fault."""
    with suppress(OSError, RuntimeError):
        place = folder() / kind
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = place / f".{name}.{os.getpid()}"
        try:
            temporary.write_bytes(blake2b(content, digest_size=_CHECK).digest() + content)
            if mode is not None:
                temporary.chmod(mode)
            temporary.replace(place / name)
        finally:
            temporary.unlink(missing_ok=True)
        _prune(place)


def _prune(place: Path) -> None:
    entries = sorted((entry.stat().st_mtime_ns, entry) for entry in place.iterdir())
    for _, entry in entries[:-_KEPT]:
        entry.unlink(missing_ok=True)
