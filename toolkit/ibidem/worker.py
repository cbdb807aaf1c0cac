"""A process of its own for what can kill, hang or leak: it is forked, restricted, given one piece of work after another, and watched.

Work and answers are JSON, because what comes back from a process that has read a stranger's file is itself a stranger's.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, NoReturn

from ibidem.errors import IbidemError, InternalError
from ibidem.sandbox import Access, restrict

# Does one piece of work: plain values in, plain values out.
Work = Callable[[Any], Any]
CAN_FORK = hasattr(os, "fork")
_HEAD = 4  # bytes that give the length of a message
_LONGEST = 2**28  # bytes of a message
_MEMORY = "memory"  # the name of an answer, as "value" and "error" are


class End(Enum):
    """Why a worker is no more."""

    TIME = auto()
    MEMORY = auto()
    CRASH = auto()


class Died(Exception):
    """A worker ended before it answered."""

    def __init__(self, end: End, why: str = "") -> None:
        super().__init__(why)
        self.end = end
        self.why = why


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a value, or what was raised."""

    value: Any = None
    error: IbidemError | None = None

    def get(self) -> Any:
        if self.error is not None:
            raise self.error
        return self.value


class Worker:
    """One restricted process. `give` it work, wait until `descriptor` can be read, `take` what there is of the answer."""

    def __init__(self, work: Work, access: Access, others: "list[Worker] | None" = None) -> None:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()  # what is not yet written would be written twice
        theirs, self._to = os.pipe()
        self.descriptor, ours = os.pipe()
        parent = os.getpid()
        self.process = os.fork()
        if self.process == 0:
            for other in others or ():
                other.forget()
            os.close(self._to)
            os.close(self.descriptor)
            _child(work, access, theirs, ours, parent)
        os.close(theirs)
        os.close(ours)
        self.answered = 0
        self.deadline = float("inf")
        self._got = bytearray()

    def give(self, value: Any, seconds: float) -> None:
        """Begin a piece of work, which may take so long."""
        self.deadline = time.monotonic() + seconds
        with suppress(BrokenPipeError):  # it has ended; `take` says so
            _send(self._to, {"work": value, "seconds": seconds})

    def take(self) -> Answer | None:
        """Read what has come; the answer, once it is complete. Raises `Died`."""
        piece = os.read(self.descriptor, 1 << 20)
        if not piece:
            raise self._died()
        self._got += piece
        length = int.from_bytes(self._got[:_HEAD], "big")
        if length > _LONGEST:
            self.end()
            raise Died(End.CRASH, "its answer is too long")
        if len(self._got) < _HEAD + length:
            return None
        answer = json.loads(self._got[_HEAD:].decode())
        self._got.clear()
        self.deadline = float("inf")
        if _MEMORY in answer:
            self.end()
            raise Died(End.MEMORY)
        self.answered += 1
        if "error" in answer:
            kind = InternalError if answer.get("status") == InternalError.status else IbidemError
            return Answer(error=kind(str(answer["error"])))
        return Answer(answer.get("value"))

    def late(self) -> None:
        """End it, because its time is over. Raises `Died`."""
        self.end()
        raise Died(End.TIME)

    def end(self) -> int:
        """End the process, whatever it does, and give its status."""
        with suppress(ProcessLookupError):
            os.kill(self.process, signal.SIGKILL)
        return self._wait()

    def forget(self) -> None:
        """Close the pipes to it, in a process that has nothing to do with it."""
        for descriptor in (self._to, self.descriptor):
            with suppress(OSError):
                os.close(descriptor)

    def _wait(self) -> int:
        self.forget()
        with suppress(ChildProcessError):
            return os.waitpid(self.process, 0)[1]
        return 0

    def _died(self) -> Died:
        status = self._wait()
        if os.WIFSIGNALED(status):
            number = os.WTERMSIG(status)
            if number == signal.SIGXCPU:
                return Died(End.TIME)
            return Died(End.CRASH, f"signal {number}")
        code = os.WEXITSTATUS(status)
        return Died(End.MEMORY) if code == 99 else Died(End.CRASH, f"status {code}")  # 99: Saxon without memory


def call(work: Work, value: Any, access: Access, seconds: float) -> Any:
    """Do one piece of work in a worker. Raises `Died`, or the `IbidemError` that the work raises; without fork it is done here."""
    if not CAN_FORK:
        return work(value)
    import select

    worker = Worker(work, access)
    try:
        worker.give(value, seconds)
        answer = None
        while answer is None:
            ready = select.select([worker.descriptor], [], [], max(worker.deadline - time.monotonic(), 0))[0]
            if not ready:
                worker.late()
            answer = worker.take()
        return answer.get()
    finally:
        worker.end()


def _child(work: Work, access: Access, receive: int, reply: int, parent: int) -> NoReturn:
    """The life of the process: it leaves by `os._exit`, so that nothing of the parent's runs a second time."""
    status = 1
    try:
        # Ctrl-C is for the parent, which ends the workers
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        if sys.platform == "linux":
            from ibidem.sandbox.seccomp import end_with_parent

            end_with_parent(signal.SIGKILL)
        if os.getppid() == parent:
            _silence()
            restrict(access.read, access.write)
            _serve(work, receive, reply)
            status = 0
    except BaseException:
        status = 1
    finally:
        os._exit(status)


def _silence() -> None:
    """No terminal, neither to read nor to write: libraries print when they fail."""
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    sys.stdin = sys.stdout = sys.stderr = os.fdopen(null, "r+", encoding="utf-8")


def _serve(work: Work, receive: int, reply: int) -> None:
    while (asked := _receive(receive)) is not None:
        _limit_processor(asked["seconds"])
        try:
            answer = {"value": work(asked["work"])}
        except IbidemError as error:
            answer = {"error": str(error), "status": error.status}
        except MemoryError:
            answer = {_MEMORY: True}
        except Exception as error:
            message = (
                f"This is a fault of Ibidem, not of your files: {type(error).__name__}: {error}. Please report it."
            )
            answer = {"error": message, "status": InternalError.status}
        _send(reply, answer)


def _limit_processor(seconds: float) -> None:
    """The time on the processor, in case nobody is left to watch the clock."""
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + 2 * seconds) + 5
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard < 0 else min(soft, hard), hard))


def _send(descriptor: int, value: Any) -> None:
    data = json.dumps(value).encode()  # ASCII: what is not Unicode in a file name survives
    data = len(data).to_bytes(_HEAD, "big") + data
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _receive(descriptor: int) -> Any:
    """The next message, None at the end."""
    head = _exactly(descriptor, _HEAD)
    return json.loads(_exactly(descriptor, int.from_bytes(head, "big"))) if len(head) == _HEAD else None


def _exactly(descriptor: int, length: int) -> bytes:
    data = bytearray()
    while len(data) < length and (piece := os.read(descriptor, length - len(data))):
        data += piece
    return bytes(data)
