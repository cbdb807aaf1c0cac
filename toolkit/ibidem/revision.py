"""A file as it was in another revision of its git repository. Nothing of the repository is run or written."""

import os
import subprocess
from pathlib import Path

from ibidem.errors import IbidemError
from ibidem.reading.files import MAX_BYTES

_SECONDS = 60


class NotInRevision(IbidemError):
    """The revision is there, and the file is not in it."""


def at_revision(path: Path, revision: str) -> bytes:
    """The bytes that a file had in a revision: a commit, a branch, a tag. Raises `IbidemError` where there is none."""
    folder, name = path.parent.resolve(), path.name
    commit = _commit(folder, revision, path)
    blob = f"{commit}:./{name}"
    size = _git(folder, "cat-file", "-s", blob)
    if size is None or _git(folder, "cat-file", "-t", blob) != b"blob\n":
        raise NotInRevision(f"{path}: this file is not in revision {_shown(revision)}. Name one in which it is.")
    if int(size) > MAX_BYTES:
        raise IbidemError(f"{path}: in revision {_shown(revision)} it is larger than {MAX_BYTES // 2**20} MiB.")
    # not `git show`: it would run the filters that the configuration of the repository names
    data = _git(folder, "cat-file", "blob", blob)
    if data is None:
        raise IbidemError(f"{path}: git cannot read it in revision {_shown(revision)}. Run `git fsck`.")
    return data


def _commit(folder: Path, revision: str, path: Path) -> str:
    """The hash of a revision: from here on nothing that a user typed reaches git."""
    if not folder.is_dir():
        raise IbidemError(f"{path}: there is no such file.")
    inside = _run(folder, "rev-parse", "--is-inside-work-tree")
    if inside.stdout != b"true\n":
        if b"safe.directory" in inside.stderr:
            raise IbidemError(
                f"{path}: git does not trust this repository, as it belongs to another user. See `git help config`, safe.directory."
            )
        raise IbidemError(
            f"{path}: this file is not in a git repository, so that there is no revision to compare with."
        )
    found = None
    if revision and not revision.startswith("-") and revision.isprintable():
        found = _git(folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}", "--")
    commit = (found or b"").decode("ascii", "replace").split("\n")[0]
    if not commit or not all(char in "0123456789abcdef" for char in commit):
        raise IbidemError(f"--against {_shown(revision)}: git knows no such revision. `git log --oneline` lists them.")
    return commit


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git prints, or nothing where it fails."""
    done = _run(folder, *arguments)
    return done.stdout if done.returncode == 0 else None


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Raises `IbidemError` where git is not installed, or does not end."""
    environment = {
        **os.environ,
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "LC_ALL": "C",
    }
    command = ["git", "-c", "core.fsmonitor=false", "-C", str(folder), *arguments]
    try:
        return subprocess.run(
            command, capture_output=True, check=False, timeout=_SECONDS, env=environment, stdin=subprocess.DEVNULL
        )
    except FileNotFoundError:
        raise IbidemError("git is not installed, and --against needs it.") from None
    except (subprocess.TimeoutExpired, ValueError, OSError) as error:
        raise IbidemError(f"git could not be asked: {error}.") from None


def _shown(revision: str) -> str:
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in revision) or "“”"
