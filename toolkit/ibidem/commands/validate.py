"""`ibidem validate`: findings on TEI files."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import click

from ibidem.commands.common import PATHS, tell, texts
from ibidem.errors import IbidemError
from ibidem.examine import Request, examine
from ibidem.files import STDIN
from ibidem.finding import Finding, Severity, has_errors
from ibidem.select import Selection, patterns

if TYPE_CHECKING:
    from ibidem.baseline import Baseline

_FEW = 8  # of fewer files, one after another is as fast

Found: TypeAlias = Mapping[Path, list[Finding]]
Check: TypeAlias = Callable[[Path], list[Finding]]


@click.command("validate")
@PATHS
@click.option(
    "--schema",
    "schemas",
    multiple=True,
    metavar="FILE",
    help="Check against this .rng, .rnc, .xsd or .sch, whatever the files name (may be repeated).",
)
@click.option(
    "--catalog",
    "catalogs",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="An XML catalog: which file stands for an address (may be repeated).",
)
@click.option("--fetch", is_flag=True, help="Fetch schemas that are named by an http address, and keep them.")
@click.option("--no-schema", is_flag=True, help="Structure rules only: for TEI that follows another schema.")
@click.option("--no-rules", is_flag=True, help="Schemas only: what a validator for RELAX NG, XSD or Schematron says.")
@click.option(
    "--severity",
    type=click.Choice(["error", "warning", "info"]),
    default="info",
    help="Show what is this grave or graver.",
)
@click.option(
    "--select", multiple=True, metavar="CODES", help="Show these codes only: date-order, date-*, several with commas."
)
@click.option("--ignore", multiple=True, metavar="CODES", help="Do not show these codes.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "jsonl", "sarif", "junit", "github", "checkstyle"]),
    default="text",
    show_default=True,
    help="For a person, a program, or a service.",
)
@click.option("--stats", is_flag=True, help="How often each code was found, instead of the findings.")
@click.option(
    "--baseline",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Do not show the findings that this file knows: for old editions.",
)
@click.option(
    "--write-baseline",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write what is found now into this file, for --baseline.",
)
@click.option("--watch", is_flag=True, help="Check again whenever a file changes. Stop with Ctrl-C.")
def command(  # noqa: PLR0913, PLR0917
    paths: tuple[Path, ...], schemas: tuple[str, ...], catalogs: tuple[Path, ...], fetch: bool, no_schema: bool, no_rules: bool,
    severity: str, select: tuple[str, ...], ignore: tuple[str, ...], form: str, stats: bool,
    baseline: Path | None, write_baseline: Path | None, watch: bool,
) -> None:  # fmt: skip
    """Check TEI files, and other XML that has a schema: schema, Schematron, and the rules of an edition.

    Without PATHS, the texts that edition.toml names. A folder stands for all .xml files in it, - for what is piped in. Files are checked
    against the schemas that edition.toml names, else those that they name themselves (<?xml-model?>, xsi:schemaLocation, schemaRef), else
    Ibidem's own. Nothing is fetched from the network without --fetch.

    \b
    Examples:
      ibidem validate
      ibidem validate tei/mikoyan-1949-ii.xml
      ibidem validate --schema schema/ibidem.rng tei/
      ibidem validate --no-schema tests/samples/
      ibidem validate --no-rules --schema schema/ibidem.rng tei/
      ibidem validate --fetch tei/
      ibidem validate --severity error --ignore "date-*" tei/
      ibidem validate --format sarif tei/
      ibidem validate --write-baseline known.json tei/
      ibidem validate --baseline known.json tei/
    """
    from functools import partial

    if no_schema and (schemas or no_rules):
        raise click.UsageError(f"--no-schema and --{'schema' if schemas else 'no-rules'} exclude each other.")
    if watch and (write_baseline or STDIN in paths):
        raise click.UsageError(f"--watch and {'--write-baseline' if write_baseline else '-'} exclude each other.")
    if baseline and write_baseline:
        raise click.UsageError("--baseline and --write-baseline exclude each other.")
    selection = Selection(Severity(severity), patterns(select), patterns(ignore))
    files = texts(paths)
    request = Request(catalogs=catalogs, by_schema=not no_schema, by_rules=not no_rules, among_others=watch or len(files) > 1)
    request = _with_schemas(request, schemas, files if fetch else None)
    check = partial(_wanted, selection, request)
    show = partial(_report, form="stats" if stats else form, baseline=_baseline(baseline))
    if watch:
        _watch(paths, request, check, show)
        return
    found = dict(_each(files, check))
    if write_baseline:
        from ibidem.baseline import write

        held = write(_flat(found), write_baseline)
        click.echo(f"{write_baseline}: {held} findings are known from now on.")
        return
    sys.exit(1 if has_errors(show(found)) else 0)


def _with_schemas(request: Request, named: tuple[str, ...], fetched_for: list[Path] | None) -> Request:
    """The request with the schemas that the user names. What is to be fetched is fetched here, before anything is read."""
    from dataclasses import replace

    from ibidem.schema import by_user, user_access

    if fetched_for is not None and request.by_schema:
        from ibidem.bring import bring

        tell("fetching schemas")
        request = replace(request, failed=bring(request, named, fetched_for))
        tell("")
    access = user_access(request.catalogs, request.failed)
    return replace(request, schemas=tuple(by_user(name, access) for name in named))


def _wanted(selection: Selection, request: Request, path: Path) -> list[Finding]:
    return selection.keep(examine(request, path))


def _flat(found: Found) -> list[Finding]:
    return [finding for findings in found.values() for finding in findings]


def _watch(paths: tuple[Path, ...], request: Request, check: Check, show: Callable[[Found], object]) -> None:
    """Check the files that change, or all of them when something else does, until interrupted."""
    from threading import Event

    from ibidem.watch import changes

    later = changes(lambda: [*texts(paths), *_beside(request)], Event())
    try:
        found = dict(_each(texts(paths), check))
        show(found)
        for changed in later:
            files = texts(paths)
            again = files if changed & _beside(request) else [file for file in files if file in changed]
            found = {file: findings for file, findings in found.items() if file in files} | dict(_each(again, check))
            if sys.stdout.isatty():
                click.clear()
            show(found)
    except KeyboardInterrupt:
        tell("")


def _beside(request: Request) -> set[Path]:
    """What a check depends on beside the text itself: the schemas named, the edition here and its schemas."""
    from ibidem.edition import NAME, load

    try:
        schemas = request.schemas or load(Path()).schemas
    except IbidemError:
        schemas = ()
    return {*(schema.path for schema in schemas), Path(NAME)}


def _each(files: list[Path], check: Check) -> Iterator[tuple[Path, list[Finding]]]:
    """Each file with its findings: one after another, or many at once."""
    if len(files) < _FEW:
        each: Iterable[tuple[Path, list[Finding]]] = ((path, check(path)) for path in files)
    else:
        from ibidem.pool import validated

        each = validated(files, check)
    for number, (path, found) in enumerate(each, 1):
        tell(f"validated {number} of {len(files)}: {path}")
        yield path, found
    tell("")


def _baseline(path: Path | None) -> "Baseline | None":
    if path is None:
        return None
    from ibidem.baseline import load

    return load(path)


def _report(found: Found, form: str, baseline: "Baseline | None") -> list[Finding]:
    """Print the findings that are not in the baseline, and return them."""
    from ibidem.report import summary

    findings = _flat(found)
    remark = ""
    if baseline:
        compared = baseline.compare(findings, found)
        findings = compared.new
        remark += f"; {compared.known} known" if compared.known else ""
        remark += f"; {compared.mended} known before are mended: write the baseline anew" if compared.mended else ""
    _print(findings, list(found), form)
    if form in ("text", "stats"):
        click.echo(summary(findings, len(found)) + remark)
    if form == "text" and findings and sys.stdout.isatty():
        click.echo(click.style("ibidem explain CODE says more of what stands in brackets.", dim=True))
    return findings


def _print(findings: list[Finding], files: list[Path], form: str) -> None:
    from ibidem.report import counts, findings_as_json, findings_as_text

    if form == "stats":
        click.echo(counts(findings))
    elif form == "json":
        click.echo(findings_as_json(findings, len(files)))
    elif form != "text":
        from ibidem.formats import FORMATS

        if report := FORMATS[form](findings, files):
            click.echo(report)
    elif findings:
        click.echo(findings_as_text(findings))
