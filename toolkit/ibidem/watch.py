"""Files that change while somebody works on them, seen by their size and time."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Event

_SECONDS = 0.5


def changes(watched: Callable[[], Iterable[Path]], stop: Event) -> Iterator[set[Path]]:
    """Each time the files that changed, came or went since this call, until `stop` is set. What is `watched` is asked anew each time."""
    return _changes(watched, stop, _state(watched()))


def _changes(
    watched: Callable[[], Iterable[Path]], stop: Event, seen: dict[Path, tuple[int, int]]
) -> Iterator[set[Path]]:
    while not stop.wait(_SECONDS):
        now = _state(watched())
        changed = {path for path in {*seen, *now} if seen.get(path) != now.get(path)}
        seen = now
        if changed:
            yield changed


def _state(paths: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    state = {}
    for path in paths:
        try:
            found = path.stat()
        except OSError:
            continue
        state[path] = (found.st_size, found.st_mtime_ns)
    return state
