"""`ibidem validate`: findings on TEI files."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from ibidem.commands.common import PATHS, tell, texts
from ibidem.errors import IbidemError
from ibidem.examine import Request, examine
from ibidem.finding import Finding, Severity, has_errors
from ibidem.select import Selection, patterns

_FEW = 8  # of fewer files, one after another is as fast


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
@click.option("--no-schematron", is_flag=True, help="Leave out Schematron, that within RELAX NG too.")
@click.option(
    "--phase", default="", metavar="NAME", help="Check one phase of a Schematron schema; #ALL, #DEFAULT, #ANY."
)
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
def command(  # noqa: PLR0913, PLR0917
    paths: tuple[Path, ...], schemas: tuple[Path, ...], no_schema: bool, no_rules: bool, no_schematron: bool, phase: str,
    severity: str,
    select: tuple[str, ...], ignore: tuple[str, ...], form: str, stats: bool,
) -> None:  # fmt: skip
    """Check TEI files: schema, Schematron, and the rules of an edition.

    Without PATHS, the texts that edition.toml names. A folder stands for all .xml files in it, - for what is piped in. Files are checked
    against the schemas that edition.toml names, else those that they name themselves in <?xml-model?>, else Ibidem's own.

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
    """
    from functools import partial

    if form == "svrl" and (no_schema or no_schematron):
        raise click.UsageError("--format svrl is the report of Schematron, which is left out here.")
    if no_schema and (schemas or no_rules):
        raise click.UsageError(f"--no-schema and --{'schema' if schemas else 'no-rules'} exclude each other.")
    selection = Selection(Severity(severity), patterns(select), patterns(ignore))
    findings: list[Finding] = []
    files = texts(paths)
    request = Request(
        schemas,
        by_schema=not no_schema,
        by_rules=not no_rules,
        by_schematron=not no_schematron,
        phase=phase,
        svrl=form == "svrl" and not stats,
        among_others=len(files) > 1,
    )
    for number, (path, found) in enumerate(_each(files, partial(examine, request)), 1):
        tell(f"validated {number} of {len(files)}: {path}")
        findings += found if request.svrl else selection.keep(found)
    tell("")
    if request.svrl and not findings:
        raise IbidemError("There is no Schematron to report on: name a schema with --schema, as --schema rules.sch.")
    _show(findings, files, "stats" if stats else form)
    sys.exit(1 if has_errors(findings) else 0)


def _each(files: list[Path], check: Callable[[Path], list[Finding]]) -> Iterable[tuple[Path, list[Finding]]]:
    """Each file with its findings: one after another, or many at once."""
    if len(files) < _FEW:
        return ((path, check(path)) for path in files)
    from ibidem.pool import validated

    return validated(files, check)


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
