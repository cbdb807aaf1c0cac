"""Writing the result: all of it or nothing, and never over a folder that is not ours."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ibidem.errors import IbidemError

MANIFEST = "ibidem.json"
DEPOSIT = "deposit"  # the folder of packages below the built edition; it is no part of the build


@contextmanager
def staged(output: Path, made_from: Mapping[str, str] | None = None) -> Iterator[Path]:
    """A folder beside `output` to write into; it takes the place of `output` when the block ends well, and is gone when it does not.

    `made_from` is kept in the manifest: what the folder was made of, by which it is known later whether that has changed.
    """
    check_ours(output)
    with replaced(output) as stage:
        yield stage
        _manifest(stage, made_from or {})


def check_ours(output: Path, setting: str = "under [build] output") -> None:
    """Raise `IbidemError` where `output` is not a folder that Ibidem made, or an empty one, or none; `setting` names another."""
    if output.exists() and not output.is_dir():
        raise IbidemError(
            f"{output}: there is a file of this name. Move it away, or name another folder {setting}."
        )
    if output.is_dir() and any(output.iterdir()) and not (output / MANIFEST).is_file():
        raise IbidemError(
            f"{output}: this folder was not made by Ibidem and would be replaced. Empty it, or name another {setting}."
        )


@contextmanager
def replaced(output: Path) -> Iterator[Path]:
    """As `staged`, for a folder below one that is known as ours: without a manifest."""
    prefix = f".{output.name}-ibidem-"
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        for left_over in output.parent.glob(f"{prefix}*"):  # of a run that was killed
            shutil.rmtree(left_over, ignore_errors=True)
        stage = Path(tempfile.mkdtemp(dir=output.parent, prefix=prefix))
    except OSError as error:
        raise IbidemError(f"{output.parent}: cannot be written ({error.strerror}).") from None
    try:
        yield stage
        stage.chmod(0o755)
        _swap(stage, output)
    except OSError as error:
        raise IbidemError(
            f"{output}: cannot be written ({error.strerror}). What was there before is unchanged."
        ) from None
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _manifest(stage: Path, made_from: Mapping[str, str]) -> None:
    """A list of all files with their SHA-256, by which the folder is known as ours."""
    files = {
        path.relative_to(stage).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(stage.rglob("*"))
        if path.is_file() and path.relative_to(stage).parts[0] != DEPOSIT
    }
    content = {"made-from": made_from, "sha256": files} if made_from else {"sha256": files}
    (stage / MANIFEST).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _swap(stage: Path, output: Path) -> None:
    if not output.exists():
        stage.rename(output)
        return
    old = Path(tempfile.mkdtemp(dir=output.parent, prefix=f".{output.name}-ibidem-"))
    output.rename(old / "old")
    try:
        stage.rename(output)
    except OSError:
        (old / "old").rename(output)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)
