"""Writing the result: all of it or nothing, and never over a folder that is not ours."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ibidem.errors import IbidemError

MANIFEST = "ibidem.json"


@contextmanager
def staged(output: Path) -> Iterator[Path]:
    """A folder beside `output` to write into; it takes the place of `output` when the block ends well, and is gone when it does not."""
    if output.exists() and not output.is_dir():
        raise IbidemError(
            f"{output}: there is a file of this name. Move it away, or name another folder under [build] output."
        )
    if output.is_dir() and any(output.iterdir()) and not (output / MANIFEST).is_file():
        raise IbidemError(
            f"{output}: this folder was not made by Ibidem and would be replaced. Empty it, or name another under [build] output."
        )
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
        _manifest(stage)
        stage.chmod(0o755)
        _swap(stage, output)
    except OSError as error:
        raise IbidemError(
            f"{output}: cannot be written ({error.strerror}). What was there before is unchanged."
        ) from None
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _manifest(stage: Path) -> None:
    """A list of all files with their SHA-256, by which the folder is known as ours."""
    files = {
        path.relative_to(stage).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(stage.rglob("*"))
        if path.is_file()
    }
    (stage / MANIFEST).write_text(json.dumps({"sha256": files}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


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
