"""The limits of a process that reads what comes from strangers: its files, its memory, no network, an environment without secrets.

On Linux the kernel keeps them (Landlock, seccomp, resource limits), for this process and for good. Elsewhere there are those that the
system has.
"""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

MEMORY = 3 * 2**29  # bytes of data: 1.5 GiB
# Of the environment: what finds programs, folders and languages, and nothing that could be a secret.
_KEPT = frozenset({"PATH", "HOME", "LANG", "LANGUAGE", "TZ", "IBIDEM_CACHE", "XDG_CACHE_HOME", "SOURCE_DATE_EPOCH"})
# What Python and its libraries read of the system.
_SYSTEM = (
    "/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/lib", "/nix/store", "/gnu/store", "/usr/share/zoneinfo",
    "/usr/share/locale",
    "/etc/ld.so.cache", "/etc/localtime", "/etc/mime.types",
    "/etc/httpd/mime.types", "/etc/httpd/conf/mime.types", "/etc/apache/mime.types", "/etc/apache2/mime.types",
    "/dev/null", "/dev/zero", "/dev/random", "/dev/urandom",
    "/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/sys/devices/system/cpu", "/sys/fs/cgroup",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Access:
    """The files and folders that may be read, and those that may be written too."""

    read: tuple[Path, ...] = ()
    write: tuple[Path, ...] = ()


def restrict(
    read: Iterable[Path] = (), write: Iterable[Path] = (), *, network: bool = False, memory: int = MEMORY
) -> None:
    """Take from this process whatever it does not need. There is no way back.

    It still reads Python and the libraries, besides what is named. Folders that are to be written must be there.
    """
    libraries = [path for path in os.environ.get("LD_LIBRARY_PATH", "").split(":") if path]
    for name in list(os.environ):
        if name not in _KEPT and not name.startswith("LC_"):
            del os.environ[name]
    _limit("RLIMIT_CORE", 0)
    _limit("RLIMIT_DATA", memory)
    if sys.platform != "linux":
        return
    from ibidem.sandbox import landlock, seccomp

    seccomp.no_new_privileges()
    readable = [*_of_python(), *_SYSTEM, *libraries, *map(os.fspath, read)]
    landlock.restrict(readable, [*map(os.fspath, write), "/dev/null"])
    if not network:
        seccomp.refuse_network()


def describe() -> str:
    """What this system has of it: *landlock 7, seccomp, limits*, or *none*."""
    parts = []
    if sys.platform == "linux":
        from ibidem.sandbox import landlock, seccomp

        if version := landlock.version():
            parts.append(f"landlock {version}")
        if seccomp.is_known() and "Seccomp:" in _status():
            parts.append("seccomp")
    if parts and hasattr(os, "fork"):
        parts.append("limits")
    return ", ".join(parts) or "none"


def _status() -> str:
    with suppress(OSError):
        return Path("/proc/self/status").read_text(encoding="utf-8", errors="replace")
    return ""


def _of_python() -> list[str]:
    """The folders of Python, of this package and of what is installed; not the folder where the user stands, which is there by chance."""
    package = Path(__file__).resolve().parents[1]
    checkout = [package.parents[1] / name for name in ("xslt", "schema")]
    here = str(Path.cwd())
    found = [sys.prefix, sys.base_prefix, sys.exec_prefix, str(package), *map(str, checkout)]
    return [*found, *(path for path in sys.path if path and path != here)]


def _limit(name: str, value: int) -> None:
    with suppress(ImportError, AttributeError, OSError, ValueError):
        import resource

        which = getattr(resource, name)
        hard = resource.getrlimit(which)[1]
        top = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(which, (top, top))
