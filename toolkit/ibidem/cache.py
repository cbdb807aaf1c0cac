"""What was worked out once and is kept for the next run: compiled grammars, built schemas, stylesheets, schemas that were fetched.

An entry is named after the hash of what it was made from. It is written whole or not at all, carries the hash of its own bytes, and
counts as missing when these do not agree; so a broken entry, or two programs that write at once, do no harm. Without a folder that can
be written nothing is kept, and nothing fails.
"""

import os
import sys
from contextlib import suppress
from hashlib import blake2b

from ibidem import __version__

_KEPT = 64  # entries of a kind; the oldest go
_DIGEST = 32


def folder() -> str:
    """The cache folder of this user: `IBIDEM_CACHE`, else the place that the system has for such things."""
    if named := os.environ.get("IBIDEM_CACHE"):
        return named
    home = os.path.expanduser("~")
    if sys.platform == "darwin":
        base = os.path.join(home, "Library", "Caches")
    elif sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
    return os.path.join(base, "ibidem")


def key(*parts: bytes | str) -> str:
    """The name of an entry that is made from these parts, by this version of Ibidem under this Python."""
    digest = blake2b(digest_size=20)
    for part in (__version__, sys.implementation.cache_tag or "", *parts):
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


def load(kind: str, name: str) -> bytes | None:
    """The bytes of an entry, or None where there is none that is whole."""
    try:
        with open(os.path.join(folder(), kind, name), "rb") as file:
            data = file.read()
    except OSError:
        return None
    digest, content = data[:_DIGEST], data[_DIGEST:]
    return content if blake2b(content, digest_size=_DIGEST).digest() == digest else None


def store(kind: str, name: str, content: bytes) -> None:
    """Keep an entry; a folder that cannot be written is no fault."""
    place = os.path.join(folder(), kind)
    temporary = os.path.join(place, f".{name}.{os.getpid()}")
    with suppress(OSError):
        os.makedirs(place, mode=0o700, exist_ok=True)
        try:
            with open(temporary, "xb") as file:
                file.write(blake2b(content, digest_size=_DIGEST).digest() + content)
            os.replace(temporary, os.path.join(place, name))
        except OSError:
            with suppress(OSError):
                os.unlink(temporary)
            raise
        _prune(place)


def _prune(place: str) -> None:
    entries = sorted((entry.stat().st_mtime_ns, entry.path) for entry in os.scandir(place) if entry.is_file())
    for _, path in entries[:-_KEPT]:
        with suppress(OSError):
            os.unlink(path)
