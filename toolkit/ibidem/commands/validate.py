"""`ibidem validate`: findings on TEI files."""

import sys
from collections.abc import Iterable
from itertools import count
from pathlib import Path

import click

from ibidem.commands.common import PATHS, is_debug, tell, texts
from ibidem.edition import nearest
from ibidem.examine import Request, access, examine, piped
from ibidem.files import STDIN, leading_out
from ibidem.finding import Finding, Severity, has_errors
from ibidem.select import Selection, patterns


@click.command("validate")
@PATHS
@click.option(
    "--schema",
    "schemas",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Check against this .rng, .xsd or .sch, whatever the files name (may be repeated).",
)
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
@click.option("--xinclude", is_flag=True, help="Take in what xi:include names, from the edition's folder only.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes at once (default: one a core).")
@click.option(
    "--timeout", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS",
    help="What one file may take (default: 60, and more for a large one).",
)  # fmt: skip
@click.option("--stats", is_flag=True, help="How often each code was found, instead of the findings.")
def command(  # noqa: PLR0913, PLR0917
    paths: tuple[Path, ...], schemas: tuple[Path, ...], no_schema: bool, no_rules: bool, severity: str,
    select: tuple[str, ...], ignore: tuple[str, ...], form: str, xinclude: bool, jobs: int | None, timeout: float | None,
    stats: bool,
) -> None:  # fmt: skip
    """Check TEI files: schema, Schematron, and the rules of an edition.

    Without PATHS, the texts that edition.toml names. A folder stands for all .xml files in it, "letters/*.xml" for what it matches, - for
    what is piped in. Files are checked against the schemas that edition.toml names, else those that they name themselves in <?xml-model?>, else Ibidem's own.

    \b
    Examples:
      ibidem validate
      ibidem validate tei/mikoyan-1949-ii.xml
      ibidem validate --schema schema/ibidem.rng tei/
      ibidem validate --no-schema tests/samples/
      ibidem validate --no-rules --schema schema/ibidem.rng tei/
      ibidem validate --severity error --ignore "date-*" tei/
      ibidem validate --format sarif tei/
    """
    if no_schema and (schemas or no_rules):
        raise click.UsageError(f"--no-schema and --{'schema' if schemas else 'no-rules'} exclude each other.")
    selection = Selection(Severity(severity), patterns(select), patterns(ignore))
    findings: list[Finding] = []
    files = texts(paths)
    request = Request(
        schemas, by_schema=not no_schema, by_rules=not no_rules, among_others=len(files) > 1,
        outside=leading_out(paths, files, nearest), xinclude=xinclude,
    )  # fmt: skip
    faulty: set[str] = set()  # schemas that cannot be used are said once
    for found in _each(files, request, jobs, timeout or 0):
        new = [it for it in found if it.code != "schema-faulty" or it.message not in faulty]
        faulty |= {it.message for it in new if it.code == "schema-faulty"}
        findings += selection.keep(new)
    tell("")
    _show(findings, files, "stats" if stats else form)
    sys.exit(1 if has_errors(findings) else 0)


def _each(files: list[Path], request: Request, jobs: int | None, timeout: float) -> Iterable[list[Finding]]:
    """The findings on each file: in processes that are kept from everything else, or here, where a fault is looked for."""
    from functools import partial

    from ibidem.pool import validated

    check = partial(examine, request)
    if is_debug():
        return map(check, files)
    if STDIN in files:
        piped()
    done = count(1)

    def progress(path: Path) -> None:
        tell(f"validated {next(done)} of {len(files)}: {path}")

    results = validated(files, check, access(request, files), jobs=jobs or 0, timeout=timeout, tell=progress)
    return (found for _, found in results)


def _show(findings: list[Finding], files: list[Path], form: str) -> None:
    from ibidem.report import counts, findings_as_json, findings_as_text, summary

    if form == "text":
        if findings:
            click.echo(findings_as_text(findings))
        click.echo(summary(findings, len(files)))
    elif form == "stats":
        click.echo(counts(findings))
        click.echo(summary(findings, len(files)))
    elif form == "json":
        click.echo(findings_as_json(findings, len(files)))
    else:
        from ibidem.formats import FORMATS

        if report := FORMATS[form](findings, files):
            click.echo(report)
