"""`ibidem record`: what is known of an edition or of a text in it, in the formats of catalogues and repositories."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ibidem.commands.common import EDITION, load, shortest
from ibidem.errors import IbidemError

if TYPE_CHECKING:
    from ibidem.edition import Edition
    from ibidem.finding import Finding
    from ibidem.reading.read import Source
    from ibidem.record.model import Record

FORMATS = (
    "table", "json", "xml", "dc", "datacite-json", "datacite-xml", "mods", "schema-org", "cff", "bibtex", "ris", "csl",
)  # fmt: skip


@click.command("record")
@EDITION
@click.option(
    "--text", "name", metavar="ID", help="One text, by the name of its file without .xml (default: the edition)."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="A table; the record as JSON or XML; Dublin Core, DataCite 4.5 or 4.6, MODS, schema.org, CITATION.cff, BibTeX, RIS, CSL-JSON.",
)
def command(folder: Path, name: str | None, form: str) -> None:
    """Print the record of the edition: titles, people, licence, sources, as the headers of its texts and [record] in edition.toml give them.

    Nothing is invented to fill a field. What a format requires and the header lacks is said, with the element to add, and nothing is printed;
    what it recommends is said beside the record.

    \b
    Examples:
      ibidem record
      ibidem record --format cff > CITATION.cff
      ibidem record --format datacite-xml --text letter-17
    """
    from ibidem.finding import NotReadable, has_errors
    from ibidem.reading.read import read
    from ibidem.record.read import record_of, record_of_edition
    from ibidem.report import findings_as_text

    edition = load(folder)
    chosen = _chosen(edition, name)
    records = []
    for path in chosen:
        try:
            source = read(shortest(path))
        except NotReadable as error:
            click.echo(findings_as_text([error.finding]), err=True)
            sys.exit(1)
        records.append(record_of(source, edition))
    record = records[0] if name is not None else record_of_edition(edition, records)
    findings = _lacking(record, form, edition, source if len(chosen) == 1 else None)
    if findings:
        click.echo(findings_as_text(findings), err=True)
    if has_errors(findings):
        sys.exit(1)
    click.echo(_written(record, form), nl=False)


def _chosen(edition: "Edition", name: str | None) -> list[Path]:
    if name is None:
        return list(edition.texts)
    found = [path for path in edition.texts if path.stem == name]
    if not found:
        known = ", ".join(path.stem for path in edition.texts[:12]) + (" …" if len(edition.texts) > 12 else "")
        raise IbidemError(f"{edition.root}: no text is called {name}. There are: {known}.")
    return found


def _lacking(record: "Record", form: str, edition: "Edition", source: "Source | None") -> "list[Finding]":
    """What the format misses: at its place in the header of the one text, or in edition.toml; what `[severity]` puts off only if it is required."""
    from dataclasses import replace

    from ibidem.edition import NAME
    from ibidem.finding import Severity
    from ibidem.record.formats import FORMATS as KNOWN
    from ibidem.record.needs import placed

    if form not in KNOWN:
        return []
    off = {code for code, level in edition.severity.items() if level is None}
    found = [it for it in KNOWN[form].lacks(record) if it.severity is Severity.ERROR or it.code not in off]
    if source is not None:
        return list(placed(found, source))
    return [replace(finding, file=str(shortest(edition.root / NAME))) for finding in found]


def _written(record: "Record", form: str) -> str:
    from ibidem.record.formats import FORMATS as KNOWN

    if form == "json":
        from dataclasses import asdict

        from ibidem.formats import as_json

        return as_json(asdict(record), indent=1) + "\n"
    if form == "xml":
        from ibidem.record.xml import as_xml

        return as_xml(record)
    if form == "table":
        from ibidem.record.rows import as_table

        return as_table(record) + "\n"
    return KNOWN[form].write(record)
