"""What several commands share: their arguments, the texts that are meant, progress on a terminal."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ibidem.errors import IbidemError

if TYPE_CHECKING:
    from ibidem.edition import Edition

PATHS = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
EDITION = click.option(
    "--edition",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    metavar="DIR",
    help="The folder with edition.toml (default: this one).",
)


def load(folder: Path) -> "Edition":
    from ibidem.edition import load

    return load(folder)


def texts(paths: tuple[Path, ...]) -> list[Path]:
    """The files that a user means; without paths, the texts of the edition in this folder."""
    from ibidem.edition import NAME
    from ibidem.reading.files import tei_files

    if paths:
        return list(tei_files(paths))
    if not Path(NAME).is_file():
        command = click.get_current_context().command_path
        raise IbidemError(f"There is no {NAME} here that names the texts. Name a file or a folder: {command} FILE.xml")
    return [shortest(path) for path in load(Path()).texts]


def shortest(path: Path) -> Path:
    """A path relative to where the user stands, if it is below."""
    here = Path.cwd().resolve()
    return path.relative_to(here) if path.is_relative_to(here) else path


def is_debug() -> bool:
    """Whether the user looks for a fault of Ibidem itself."""
    return bool(click.get_current_context().find_root().params.get("debug"))


def tell(stage: str) -> None:
    """Progress, in one line that is overwritten, on a terminal only."""
    if sys.stderr.isatty():
        from ibidem.report import plain

        sys.stderr.write(f"\r\x1b[2K{plain(stage)[: _columns() - 2] + ' …' if stage else ''}")
        sys.stderr.flush()


def _columns() -> int:
    from shutil import get_terminal_size  # it brings all that packs and unpacks archives

    return get_terminal_size().columns
