"""`ibidem works`: the works and archival units that notes cite."""

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ibidem.commands.common import PATHS, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from ibidem.works.record import Cited

FORMATS = ("table", "csl", "bibtex", "ris", "csv", "tei", "tree")


@click.command("works")
@PATHS
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="A table; CSL-JSON, BibTeX, RIS, CSV or TEI for other programs; or the tree of the archives.",
)
def command(paths: tuple[Path, ...], form: str) -> None:
    """List the works and archival units that the notes cite, each with every note and place that cites it.

    TEI, plain text, Markdown and JSON lists of notes are read. Where an edition has a list of sources, its entries are the works.

    \b
    Examples:
      ibidem works
      ibidem works --format bibtex tei/ > works.bib
      ibidem works --format tree tei/mikoyan-1949-ii.xml
      ibidem works --format csl article.md
    """
    from ibidem.articles import SUFFIXES, read_article
    from ibidem.citations.collect import collect
    from ibidem.finding import NotReadable
    from ibidem.reading.read import read
    from ibidem.report import findings_as_text
    from ibidem.works.gather import Text, works_of

    failed = False
    found: list[Text] = []
    files = texts(paths)
    for path in files:
        try:
            found.append((path, read_article(path)) if path.suffix.lower() in SUFFIXES else collect(read(path)))
        except NotReadable as error:
            click.echo(findings_as_text([error.finding]), err=True)
            failed = True
    works = works_of(found)
    click.echo(_written(works, form, several=len(files) > 1), nl=False)
    sys.exit(1 if failed else 0)


def _written(works: "list[Cited]", form: str, *, several: bool) -> str:
    """The list in a format; `several` says that places are named with their files."""
    from ibidem.works import bibtex, csl, ris, rows, tei, tree

    writers: dict[str, Callable[[list[Cited]], str]] = {
        "table": partial(rows.as_table, files=several),
        "csl": csl.as_csl,
        "bibtex": partial(bibtex.as_bibtex, files=several),
        "ris": partial(ris.as_ris, files=several),
        "csv": rows.as_csv,
        "tei": tei.as_tei,
        "tree": tree.as_tree,
    }
    return writers[form](works)
