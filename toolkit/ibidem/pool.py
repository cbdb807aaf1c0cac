"""Files through workers: as many at once as there are cores, the largest first; one that ends its worker costs that file only."""

import os
import selectors
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from ibidem.finding import Finding, Severity
from ibidem.sandbox import MEMORY, Access
from ibidem.worker import CAN_FORK, Died, End, Worker

SECONDS = 60.0
_FEW, _SMALL = 8, 2**20  # of fewer files, and of fewer bytes, one process is as fast
_USUAL = 2**22  # bytes of a file that needs no more time than that
_SLOWEST = 2**18  # bytes a second, of what is larger, that every lane and rule together read at least

Check = Callable[[Path], list[Finding]]
Tell = Callable[[Path], object]


def validated(
    files: Sequence[Path],
    check: Check,
    access: Access | None = None,
    *,
    jobs: int = 0,
    timeout: float = 0,
    patience: float = 0,
    tell: Tell = lambda path: None,
) -> Iterator[tuple[Path, list[Finding]]]:
    """Each file with its findings, in the order of the files; `tell` hears of each as it is done.

    `jobs` is the number of processes, 0 for one a core, or one where the files are few and small. `timeout` is the seconds that a file
    may take, 0 for what its size allows and, for what is made once, `patience` more. Where a process cannot fork, the files are checked
    here, one after another.
    """
    if not CAN_FORK:
        for path in files:
            yield path, check(path)
            tell(path)
        return
    with _Pool(partial(_work, check), access or Access(), timeout, patience) as pool:
        waiting: dict[int, list[Finding]] = {}
        done = pool.run(files, jobs)
        for number, path in enumerate(files):
            while number not in waiting:
                at, found = next(done)
                waiting[at] = found
                tell(files[at])
            yield path, waiting.pop(number)


class _Pool:
    """The workers of one run. None of them outlives the block."""

    def __init__(self, work: Callable[[str], Any], access: Access, timeout: float, patience: float) -> None:
        self._work = work
        self._access = access
        self._timeout = timeout
        self._patience = patience
        self._workers: list[Worker] = []
        self._at: dict[Worker, int] = {}  # the file that each is busy with
        self._selector = selectors.DefaultSelector()

    def __enter__(self) -> "_Pool":
        return self

    def __exit__(self, *_: object) -> None:
        self._selector.close()
        for worker in self._workers:
            worker.end()

    def run(self, files: Sequence[Path], processes: int) -> Iterator[tuple[int, list[Finding]]]:
        """The findings by the number of the file, as they come."""
        sizes = [_size(path) for path in files]
        tasks = deque(sorted(range(len(files)), key=lambda number: -sizes[number]))
        if not processes:
            processes = 1 if len(files) < _FEW and sum(sizes) < _SMALL else os.cpu_count() or 1
        for _ in range(min(processes, len(files))):
            self._begin(tasks, files, sizes, self._new())
        while self._at:
            soonest = min(worker.deadline for worker in self._at)
            ready = {key.fd for key, _ in self._selector.select(max(soonest - time.monotonic(), 0))}
            now = time.monotonic()
            for worker in list(self._at):
                if worker.descriptor not in ready and worker.deadline > now:
                    continue
                number = self._at[worker]
                try:
                    if worker.descriptor not in ready:
                        worker.late()
                    answer = worker.take()
                except Died as died:
                    self._leave(worker)
                    if worker.answered and died.end is not End.TIME:
                        tasks.appendleft(number)  # what it did before may have used up its memory: once more, alone
                    else:
                        yield number, [_not_checked(died, files[number], self._seconds(sizes[number]))]
                    self._begin(tasks, files, sizes, None)
                    continue
                if answer is not None:
                    found = answer.get()
                    self._begin(tasks, files, sizes, worker)
                    yield number, [_finding(row) for row in found]

    def _begin(self, tasks: deque[int], files: Sequence[Path], sizes: list[int], worker: Worker | None) -> None:
        """Give a worker the next file, if there is one; without a worker, make one."""
        if not tasks:
            if worker is not None:
                self._at.pop(worker, None)
            return
        worker = worker or self._new()
        number = tasks.popleft()
        self._at[worker] = number
        worker.give(os.fspath(files[number]), self._seconds(sizes[number]))

    def _new(self) -> Worker:
        worker = Worker(self._work, self._access, self._workers)
        self._workers.append(worker)
        self._selector.register(worker.descriptor, selectors.EVENT_READ)
        return worker

    def _leave(self, worker: Worker) -> None:
        del self._at[worker]
        self._workers.remove(worker)
        self._selector.unregister(worker.descriptor)

    def _seconds(self, size: int) -> float:
        return self._timeout or SECONDS + self._patience + max(size - _USUAL, 0) / _SLOWEST


def _work(check: Check, path: str) -> list[dict[str, Any]]:
    return [asdict(finding) for finding in check(Path(path))]


def _finding(row: dict[str, Any]) -> Finding:
    return Finding(**{**row, "severity": Severity(row["severity"])})


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0


def _not_checked(died: Died, file: Path, seconds: float) -> Finding:
    """The one finding on a file that ended its worker: which limit it met, and what to do."""
    match died.end:
        case End.TIME:
            message = f"The file was not checked: it took longer than {round(seconds, 2):g} seconds."
            hint = f"Split it, use fewer schemas, or allow more time: --timeout {max(seconds * 5, 1):.0f}."
        case End.MEMORY:
            message = f"The file was not checked: it takes more than {MEMORY / 2**30:g} GiB of memory."
            hint = "Split it into several files, or check it by RELAX NG alone: --no-rules --schema FILE.rng."
        case End.CRASH:
            message = f"The file was not checked: it ended the program that checked it ({died.why})."
            hint = "Split it, or use fewer schemas. Please report it, with the file."
    return Finding("not-checked", Severity.ERROR, message, hint, str(file), 1, 1)
