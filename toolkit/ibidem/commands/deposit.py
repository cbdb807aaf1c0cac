"""`ibidem deposit`: what repositories take in, from the built edition."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ibidem.commands.common import EDITION, load, shortest, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ibidem.deposit.package import Built, Kind
    from ibidem.deposit.zenodo.http import Repository
    from ibidem.edition import Edition

_ZENODO = "zenodo"
_URL = "https://zenodo.org"


@click.command("deposit")
@EDITION
@click.option("--to", "names", multiple=True, metavar="FORMAT", help="A format of --list, or zenodo; may be repeated.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Where to write (default: build/deposit).")
@click.option("--list", "show", is_flag=True, help="Show the formats, and what each needs.")
@click.option("--url", default=_URL, show_default=True, help="With --to zenodo: which repository.")
@click.option("--publish", is_flag=True, help="With --to zenodo: publish the draft. It cannot be taken back.")
def command(folder: Path, names: tuple[str, ...], out: Path | None, show: bool, url: str, publish: bool) -> None:
    """Make what repositories take in, in build/deposit/, from the built edition, which is built first if it is missing or out of date.

    Without --to all formats are made and no connection is opened. What a format requires and the header of the text lacks is said, and
    that format left out. Only --to zenodo sends something: to Zenodo, or to another InvenioRDM with --url; the token is read from
    IBIDEM_ZENODO_TOKEN or the keyring. It leaves a draft, which you look at and publish there, or with --publish.

    \b
    Examples:
      ibidem deposit --list
      ibidem deposit
      ibidem deposit --to ro-crate --to bagit
      ibidem deposit --to zenodo --url https://sandbox.zenodo.org
    """
    from ibidem.deposit.make import make
    from ibidem.report import findings_as_text
    from ibidem.write import DEPOSIT

    if show:
        click.echo(_list())
        return
    kinds, sends = _chosen(names)
    if publish and not sends:
        raise click.UsageError("--publish belongs to --to zenodo.")
    edition = load(folder)
    target = out.resolve() if out else edition.output / DEPOSIT
    repository = _sender(url) if sends else None
    built = _built(edition)
    report = make(built, kinds, target, tell, named=bool(names))
    tell("")
    if report.findings:
        click.echo(findings_as_text(report.findings), err=True)
    for made in report.made:
        click.echo(f"{made.kind.name}: {made.files} file{'' if made.files == 1 else 's'} in {shortest(made.folder)}")
    missing = [kind.name for kind in kinds if kind not in [made.kind for made in report.made]]
    if missing:
        click.echo(f"Not made: {', '.join(missing)}.", err=True)
    if names and missing:
        sys.exit(1)
    if repository is not None:
        _send(target / "invenio", repository, publish=publish)


def _list() -> str:
    from ibidem.deposit.kinds import KINDS
    from ibidem.record.needs import FIELDS
    from ibidem.report import table

    rows = [
        (
            kind.name,
            kind.what,
            ", ".join(FIELDS[name].name for name in kind.needs.required),
            ", ".join(FIELDS[name].name for name in kind.needs.recommended),
        )
        for kind in KINDS
    ]
    return table([("format", "what it is for", "needs", "should have"), *rows])


def _chosen(names: tuple[str, ...]) -> tuple["Sequence[Kind]", bool]:
    """The formats that are meant, and whether something is to be sent."""
    from ibidem.deposit.kinds import KINDS

    known = {kind.name: kind for kind in KINDS}
    unknown = [name for name in names if name not in known and name != _ZENODO]
    if unknown:
        raise click.UsageError(f"There is no format {unknown[0]}. Known are {', '.join(known)}, and {_ZENODO}.")
    wanted = {"invenio" if name == _ZENODO else name for name in names}
    return [kind for kind in KINDS if not names or kind.name in wanted], _ZENODO in names


def _built(edition: "Edition") -> "Built":
    """The built edition; it is built first where it is missing or out of date."""
    from ibidem.build import build
    from ibidem.deposit.gather import gather, is_current, sources_of
    from ibidem.report import findings_as_text, summary

    sources = sources_of(edition)
    if not is_current(edition, sources):
        report = build(edition, tell)
        tell("")
        if report.findings:
            click.echo(findings_as_text(report.findings), err=True)
        if not report.made:
            click.echo(f"{summary(report.findings, len(edition.texts))}. Nothing was written.", err=True)
            sys.exit(1)
    return gather(edition, sources)


def _sender(url: str) -> "Repository":
    """The repository, with its token; asked for before anything is made."""
    from ibidem.deposit.zenodo.http import Repository
    from ibidem.deposit.zenodo.token import find

    return Repository(url, find, tell)


def _send(package: Path, repository: "Repository", *, publish: bool) -> None:
    from ibidem.deposit.zenodo.send import send
    from ibidem.deposit.zenodo.state import Kept

    sent = send(package, repository, Kept(package.parent, repository.name), tell, publish=publish)
    tell("")
    for complaint in sent.complaints:
        click.echo(f"{repository.name} finds wanting: {complaint}", err=True)
    if sent.published:
        click.echo(f"Published: {sent.address}")
    else:
        click.echo(f"Draft: {sent.address}\nLook at it there; publish it there, or with --publish.")
    if sent.complaints:
        sys.exit(1)
