"""`ibidem validate`: findings on TEI files."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import click

from ibidem.commands.common import PATHS, is_debug, tell, texts
from ibidem.errors import IbidemError
from ibidem.examine import Request, examine, piped
from ibidem.finding import Finding, Severity, has_errors
from ibidem.reading.files import STDIN
from ibidem.schemas.model import Kind
from ibidem.select import Selection, patterns

if TYPE_CHECKING:
    from ibidem.baseline import Baseline

Found: TypeAlias = Mapping[Path, list[Finding]]
_BUILDING = 180.0  # seconds that a large XML Schema may take when it is built for the first time
_FILE = click.Path(path_type=Path, dir_okay=False)


@dataclass(frozen=True, slots=True)
class _Run:
    """How files are checked and what is shown: processes (0 for as many as there are cores), seconds for a file (0 for the usual)."""

    request: Request
    selection: Selection
    jobs: int
    timeout: float
    form: str
    baseline: "Baseline | None"


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
@click.option("--no-schematron", is_flag=True, help="Leave out Schematron, that within RELAX NG too.")
@click.option(
    "--phase", default="", metavar="NAME", help="Check one phase of a Schematron schema; #ALL, #DEFAULT, #ANY."
)
@click.option("--xinclude", is_flag=True, help="Take in what xi:include names, from the edition's folder only.")
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
    type=click.Choice(["text", "json", "jsonl", "sarif", "junit", "github", "checkstyle", "svrl"]),
    default="text",
    show_default=True,
    help="For a person, a program, or a service.",
)
@click.option("--stats", is_flag=True, help="How often each code was found, instead of the findings.")
@click.option("--baseline", type=_FILE, metavar="FILE", help="Do not show what this file knows: for old editions.")
@click.option("--write-baseline", type=_FILE, metavar="FILE", help="Write what is found now, for --baseline.")
@click.option("--watch", is_flag=True, help="Check again whenever a file changes. Stop with Ctrl-C.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes at once (default: one a core).")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="What one file may take (default: 60, and more for a large one).",
)
def command(  # noqa: PLR0913, PLR0917
    paths: tuple[Path, ...], schemas: tuple[str, ...], catalogs: tuple[Path, ...], fetch: bool, no_schema: bool, no_rules: bool,
    no_schematron: bool, phase: str, xinclude: bool, severity: str, select: tuple[str, ...], ignore: tuple[str, ...], form: str,
    stats: bool, baseline: Path | None, write_baseline: Path | None, watch: bool, jobs: int | None, timeout: float | None,
) -> None:  # fmt: skip
    """Check TEI files, and other XML that has a schema: schema, Schematron, and the rules of an edition.

    Without PATHS, the texts that edition.toml names. A folder stands for all .xml files in it, "letters/*.xml" for what it matches, - for
    what is piped in. Files are checked against the schemas that edition.toml names, else those that they name themselves (<?xml-model?>,
    xsi:schemaLocation, schemaRef), else Ibidem's own. Nothing is fetched from the network without --fetch.

    \b
    Examples:
      ibidem validate
      ibidem validate tei/mikoyan-1949-ii.xml
      ibidem validate --schema schema/ibidem.rng tei/
      ibidem validate --no-schema tests/samples/
      ibidem validate --no-rules --schema schema/ibidem.rng tei/
      ibidem validate --severity error --ignore "date-*" tei/
      ibidem validate --format sarif tei/
      ibidem validate --format svrl --schema schema/ibidem.sch tei/
      ibidem validate --write-baseline known.json tei/
      ibidem validate --baseline known.json tei/
    """
    svrl = form == "svrl" and not stats
    _refuse(
        {"--no-schema": no_schema, "--schema": bool(schemas), "--no-rules": no_rules, "--format svrl": svrl},
        "--no-schema",
    )
    _refuse({"--no-schematron": no_schematron, "--format svrl": svrl}, "--no-schematron")
    _refuse({"--watch": watch, "--write-baseline": bool(write_baseline), "-": STDIN in paths}, "--watch")
    _refuse({"--baseline": bool(baseline), "--write-baseline": bool(write_baseline)}, "--baseline")
    request = Request(
        phase=phase,
        catalogs=catalogs,
        by_schema=not no_schema,
        by_schematron=not no_schematron,
        by_rules=not no_rules,
        svrl=svrl,
        xinclude=xinclude,
    )
    files = texts(paths)
    request = _with_schemas(request, schemas, files if fetch else None)
    selection = Selection(Severity(severity), patterns(select), patterns(ignore))
    run = _Run(request, selection, jobs or 0, timeout or 0, "stats" if stats else form, _baseline(baseline))
    if watch:
        _watch(run, paths)
        return
    found = dict(_each(run, paths, files))
    if write_baseline:
        from ibidem.baseline import write

        held = write(_flat(found), write_baseline)
        click.echo(f"{write_baseline}: {held} findings are known from now on.")
        return
    sys.exit(1 if has_errors(_report(run, found)) else 0)


def _refuse(options: Mapping[str, bool], first: str) -> None:
    """What is asked for together with `first`, and cannot be."""
    for name, given in options.items():
        if given and options[first] and name != first:
            raise click.UsageError(f"{first} and {name} exclude each other.")


def _with_schemas(request: Request, named: tuple[str, ...], fetched_for: list[Path] | None) -> Request:
    """The request with the schemas that the user names. What is to be fetched is fetched here, before anything is read."""
    from ibidem.schemas.model import by_user, user_access

    if fetched_for is not None and request.by_schema:
        from ibidem.schemas.bring import bring

        tell("fetching schemas")
        request = replace(request, failed=bring(request, named, fetched_for))
        tell("")
    access = user_access(request.catalogs, request.failed)
    return replace(request, schemas=tuple(by_user(name, access) for name in named))


def _each(run: _Run, paths: tuple[Path, ...], files: list[Path]) -> Iterator[tuple[Path, list[Finding]]]:
    """Each file with its findings: in processes that are kept from everything else, or here, where a fault of Ibidem is looked for."""
    from functools import partial

    from ibidem.edition import nearest
    from ibidem.examine import access
    from ibidem.pool import validated
    from ibidem.reading.files import leading_out

    among_others = run.request.among_others or len(files) > 1
    request = replace(run.request, among_others=among_others, outside=leading_out(paths, files, nearest))
    check = partial(examine, request)
    done = count(1)

    def progress(path: Path) -> None:
        tell(f"validated {next(done)} of {len(files)}: {path}")

    if STDIN in files:
        piped()
    if is_debug():
        results: Iterable[tuple[Path, list[Finding]]] = ((path, check(path)) for path in files)
    else:
        results = validated(
            files,
            check,
            access(request, files),
            jobs=run.jobs,
            timeout=run.timeout,
            patience=_BUILDING if any(schema.kind is Kind.XSD for schema in request.schemas) else 0,
            tell=progress,
        )
    for path, found in results:
        yield path, found if request.svrl else run.selection.keep(found)
    tell("")


def _flat(found: Found) -> list[Finding]:
    return [finding for findings in found.values() for finding in findings]


# ---------- Again and again ----------


def _watch(run: _Run, paths: tuple[Path, ...]) -> None:
    """Check the files that change, or all of them when something else does, until interrupted."""
    from threading import Event

    from ibidem.watch import changes

    run = replace(run, request=replace(run.request, among_others=True))
    later = changes(lambda: [*texts(paths), *_beside(run.request)], Event())
    try:
        found = dict(_each(run, paths, texts(paths)))
        _report(run, found)
        for changed in later:
            files = texts(paths)
            again = files if changed & _beside(run.request) else [file for file in files if file in changed]
            found = {file: it for file, it in found.items() if file in files} | dict(_each(run, paths, again))
            if sys.stdout.isatty():
                click.clear()
            _report(run, found)
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


# ---------- The report ----------


def _baseline(path: Path | None) -> "Baseline | None":
    if path is None:
        return None
    from ibidem.baseline import load

    return load(path)


def _report(run: _Run, found: Found) -> list[Finding]:
    """Print the findings that are not in the baseline, and return them."""
    findings = _flat(found)
    if run.request.svrl and not findings:
        raise IbidemError("There is no Schematron to report on: name a schema with --schema, as --schema rules.sch.")
    remark = ""
    if run.baseline:
        compared = run.baseline.compare(findings, found)
        findings = compared.new
        remark += f"; {compared.known} known" if compared.known else ""
        remark += f"; {compared.mended} known before are mended: write the baseline anew" if compared.mended else ""
    _print(findings, list(found), run.form, remark)
    return findings


def _print(findings: list[Finding], files: list[Path], form: str, remark: str) -> None:
    if form not in ("text", "stats", "json"):
        from ibidem.formats import FORMATS

        if report := FORMATS[form](findings, files):
            click.echo(report)
        return
    from ibidem.report import counts, findings_as_json, findings_as_text, summary

    if form == "json":
        click.echo(findings_as_json(findings, len(files)))
        return
    if form == "stats":
        click.echo(counts(findings))
    elif findings:
        click.echo(findings_as_text(findings))
    click.echo(summary(findings, len(files)) + remark)
    if form == "text" and findings and sys.stdout.isatty():
        click.echo(click.style("ibidem explain CODE says more of what stands in brackets.", dim=True))
