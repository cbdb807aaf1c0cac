"""Zip archives that are the same bytes each time, and names that stay inside."""

import os
import re
import shutil
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from ibidem.errors import IbidemError
from ibidem.record.model import Record
from ibidem.report import plain

_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)  # a zip knows no earlier time
_LATEST = datetime(2107, 12, 31, tzinfo=UTC)
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\\]")
_DRIVE = re.compile(r"[A-Za-z]:")


def inside(path: str) -> str:
    """A path that leads nowhere else on any system: relative, without `..`, drive or control characters. Raises `IbidemError`."""
    parts = path.split("/")
    if _UNSAFE.search(path) or _DRIVE.match(path) or any(part in ("", ".", "..") for part in parts):
        raise IbidemError(
            f"{plain(path)}: a file of this name cannot be put in a package. Rename it, without control characters, backslash, or C: at the beginning."
        )
    return path


def moment(record: Record) -> datetime:
    """The time that packages bear: SOURCE_DATE_EPOCH where it is set, else the date of publication, else 1980."""
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        try:
            return datetime.fromtimestamp(int(epoch), UTC)
        except (ValueError, OverflowError, OSError):
            raise IbidemError(
                f"SOURCE_DATE_EPOCH is {plain(epoch)!r}. It must be a number of seconds since 1970, or not be set."
            ) from None
    parts = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?.*", record.date)
    try:
        return datetime(*(int(part or 1) for part in parts.groups()), tzinfo=UTC) if parts else _EARLIEST  # type: ignore[misc,arg-type]
    except ValueError:
        return _EARLIEST


def write_zip(target: Path, files: Iterable[tuple[str, Path]], when: datetime) -> None:
    """Write a zip of files by their path in it: sorted, all of one time and with the same rights. No file is held in memory."""
    time = min(max(when, _EARLIEST), _LATEST)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, path in sorted(files):
            entry = zipfile.ZipInfo(inside(name), time.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100644 << 16
            entry.create_system = 3
            entry.file_size = path.stat().st_size
            with path.open("rb") as source, archive.open(entry, "w") as sink:
                shutil.copyfileobj(source, sink, 1 << 20)
