"""Landlock: which files a process may read and write from now on (Linux 5.13 and later, without privileges).

Names and numbers are those of `linux/landlock.h`. Running a program is a right that nobody is given here; what is open already stays open.
"""

import ctypes
import os
import stat
import struct
from collections.abc import Iterable
from contextlib import suppress

_CREATE, _ADD, _RESTRICT = 444, 445, 446  # the same on every architecture
_ASK_VERSION = 1
_BENEATH = 1
_SYSCALL = ctypes.CDLL(None).syscall  # looked for once: that takes longer than any of its calls

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REFER, _TRUNCATE, _IOCTL = 1 << 13, 1 << 14, 1 << 15
_FIRST = (1 << 13) - 1  # the rights of the first version
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL
# Of what is made in a folder: regular files and folders only, no links, pipes or devices.
_CHANGE = _WRITE_FILE | 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8 | _REFER | _TRUNCATE
_TCP = 1 << 0 | 1 << 1  # to bind, to connect
_SCOPED = 1 << 0 | 1 << 1  # abstract sockets and signals: to processes within only


def version() -> int:
    """The version of Landlock that the kernel has, 0 where it has none."""
    return max(_call(_CREATE, None, 0, _ASK_VERSION), 0)


def restrict(read: Iterable[str], write: Iterable[str]) -> bool:
    """Refuse this process every file but those named, which may be folders; False where the kernel cannot.

    `no_new_privs` must be set. A path that is not there is passed over.
    """
    known = version()
    if not known:
        return False
    handled = _FIRST | (_REFER if known >= 2 else 0) | (_TRUNCATE if known >= 3 else 0) | (_IOCTL if known >= 5 else 0)
    attributes = struct.pack("=QQQ", handled, _TCP, _SCOPED)[: 8 if known < 4 else 16 if known < 6 else 24]
    ruleset = _call(_CREATE, attributes, len(attributes), 0)
    if ruleset < 0:
        return False
    try:
        for path in read:
            _allow(ruleset, path, _READ_FILE | _READ_DIR)
        for path in write:
            _allow(ruleset, path, (_READ_FILE | _READ_DIR | _CHANGE) & handled)
        return _call(_RESTRICT, ruleset, 0) == 0
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    with suppress(OSError, ValueError):
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
                rights &= _OF_FILES
            _call(_ADD, ruleset, _BENEATH, struct.pack("=Qi", rights, descriptor), 0)
        finally:
            os.close(descriptor)


def _call(number: int, *arguments: bytes | int | None) -> int:
    values = [ctypes.c_long(value) if isinstance(value, int) else value for value in arguments]
    result: int = _SYSCALL(ctypes.c_long(number), *values)
    return result
