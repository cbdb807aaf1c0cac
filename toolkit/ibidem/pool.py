"""Many files at once: worker processes, so that every core works, and one file that kills its worker costs that file only."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

from ibidem.finding import Finding, Severity

_CHUNK = 16

Check = Callable[[Path], list[Finding]]


def validated(files: Sequence[Path], check: Check) -> Iterator[tuple[Path, list[Finding]]]:
    """Each file with its findings, in the order of the files. `check` must be a function that pickles."""
    chunks = [files[at : at + _CHUNK] for at in range(0, len(files), _CHUNK)]
    with _executor(min(os.cpu_count() or 1, len(files))) as executor:
        waiting: list[Future[list[list[Finding]]]] = [executor.submit(_several, check, chunk) for chunk in chunks]
        for chunk, future in zip(chunks, waiting, strict=True):
            try:
                found = future.result()
            except BrokenProcessPool:
                # some file of the batches under way did it: each gets a process of its own now
                found = [_alone(check, file) for file in chunk]
            yield from zip(chunk, found, strict=True)


def _executor(processes: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(processes, mp_context=get_context("forkserver" if os.name == "posix" else "spawn"))


def _several(check: Check, files: Sequence[Path]) -> list[list[Finding]]:
    return [check(file) for file in files]


def _alone(check: Check, file: Path) -> list[Finding]:
    with _executor(1) as executor:
        try:
            return executor.submit(check, file).result()
        except BrokenProcessPool:
            message = "Checking this file ended the program that did it; perhaps it takes more memory than there is."
            hint = "Validate it alone, with fewer schemas. If that fails too, please report it."
            return [Finding("not-checked", Severity.ERROR, message, hint, str(file), 1, 1)]
