"""From a built edition to its packages, each written as a whole."""

import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ibidem.deposit.archive import inside, moment, write_zip
from ibidem.deposit.kinds import files_of
from ibidem.deposit.lacks import findings, is_complete
from ibidem.deposit.package import Built, Kind, Zip
from ibidem.edit import write_whole
from ibidem.errors import IbidemError, InternalError
from ibidem.finding import Finding, in_order
from ibidem.write import DEPOSIT, MANIFEST, check_ours, replaced


@dataclass(frozen=True, slots=True)
class Made:
    """A package that was written: its format, its folder, and how many files it has."""

    kind: Kind
    folder: Path
    files: int


@dataclass(frozen=True, slots=True)
class Report:
    """What was made, and what the record lacks."""

    made: tuple[Made, ...]
    findings: tuple[Finding, ...]


def make(
    built: Built, kinds: Sequence[Kind], out: Path, tell: Callable[[str], None] = lambda stage: None, *, named: bool
) -> Report:
    """Write the packages of some formats below `out`, which the user has `named` or not; what lacks something required is left out."""
    if out != built.edition.output / DEPOSIT:
        if out.is_relative_to(built.edition.output):
            raise IbidemError(
                f"{out}: packages do not go into the built edition, of which they are made. Name another folder with --out."
            )
        check_ours(out, "with --out")
    made = []
    for kind in kinds:
        if is_complete(built, kind):
            tell(f"writing {kind.name}")
            made.append(_write(built, kind, out))
    return Report(tuple(made), tuple(in_order(findings(built, kinds, named=named))))


def _write(built: Built, kind: Kind, out: Path) -> Made:
    _mark(out)
    digests: dict[str, str] = {}
    with replaced(out / kind.name) as stage:
        for name, data in files_of(kind, built):
            if name in digests:
                raise InternalError(f"{kind.name}: two files of the package are called {name}.")
            path = stage / inside(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            digests[name] = hashlib.sha256(data).hexdigest()
        if kind.zipped is not Zip.NONE:
            for folder in sorted(path for path in stage.iterdir() if path.is_dir()):
                below = (path for path in folder.rglob("*") if path.is_file())
                named = ((path.relative_to(stage).as_posix(), path) for path in below)
                write_zip(stage / f"{folder.name}.zip", named, moment(built.record))
                if kind.zipped is Zip.INSTEAD:
                    shutil.rmtree(folder)
        count = sum(path.is_file() for path in stage.rglob("*"))
    return Made(kind, out / kind.name, count)


def _mark(out: Path) -> None:
    """Make the folder known as ours, before anything is in it."""
    manifest = out / MANIFEST
    if not manifest.exists():
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise IbidemError(f"{out}: cannot be written ({error.strerror}).") from None
        write_whole(manifest, json.dumps({"packages": DEPOSIT}).encode() + b"\n")
