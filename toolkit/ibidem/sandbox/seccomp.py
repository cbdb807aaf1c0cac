"""Seccomp: a filter that refuses a process every new socket, so that it has no network (Linux, without privileges).

The filter is a program of the classic Berkeley packet filter over `struct seccomp_data` (`linux/seccomp.h`, `linux/filter.h`).
"""

import ctypes
import errno
import os
import struct

NO_NEW_PRIVS, _SET_SECCOMP, _FILTER = 38, 22, 2
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _ARCHITECTURE = 0, 4  # offsets in seccomp_data
_ALLOW, _ERROR, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_OTHER_ABI = 0x40000000  # x32 calls have their numbers from here
# By machine: the name of its architecture to the audit system; the number of socket(2). io_uring_setup, which could make sockets too, is 425.
_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_IO_URING = 425


def is_known() -> bool:
    """Whether there is a filter for this machine."""
    return hasattr(os, "uname") and os.uname().sysname == "Linux" and os.uname().machine in _MACHINES


def refuse_network() -> bool:
    """From now on no call makes a socket, of any family; False where the kernel cannot."""
    if not is_known():
        return False
    architecture, socket = _MACHINES[os.uname().machine]
    program = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 3, 0, _OTHER_ABI),
        (_EQUAL, 2, 0, socket),
        (_EQUAL, 1, 0, _IO_URING),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _ERROR | errno.EACCES),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in program))
    head = struct.pack("@HP", len(program), ctypes.addressof(code))
    return _prctl(_SET_SECCOMP, _FILTER, head) == 0


def no_new_privileges() -> bool:
    """No program that this process starts has more rights than it; what Landlock and seccomp ask for first."""
    return _prctl(NO_NEW_PRIVS, 1) == 0


def end_with_parent(number: int) -> None:
    """Send this process a signal when its parent ends."""
    _prctl(1, number)


def _prctl(option: int, value: int, pointer: bytes | int = 0) -> int:
    last = ctypes.c_char_p(pointer) if isinstance(pointer, bytes) else ctypes.c_ulong(pointer)
    result: int = ctypes.CDLL(None).prctl(
        ctypes.c_int(option), ctypes.c_ulong(value), last, ctypes.c_ulong(0), ctypes.c_ulong(0)
    )
    return result
