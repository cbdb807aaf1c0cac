"""The command line: the only module that prints and exits (0 clean, 1 errors found, 2 usage, 3 internal)."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ibidem import __version__
from ibidem.errors import IbidemError

if TYPE_CHECKING:
    from ibidem.edition import Edition
    from ibidem.finding import Finding

_PATHS = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
_FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For a person or for a program.",
)
_EDITION = click.option(
    "--edition",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    metavar="DIR",
    help="The folder with edition.toml (default: this one).",
)


class _Group(click.Group):
    """Turns what went wrong into one message and an exit code; a traceback reaches nobody."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except IbidemError as error:
            _fail(str(error), error.status)
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except KeyboardInterrupt:
            _fail("Interrupted. Nothing was written.", 130)
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(0)
        except Exception as error:
            if context.params.get("debug"):
                raise
            _fail(
                f"This is a fault of Ibidem, not of your files: {type(error).__name__}: {error}. Please report it, with the output of: ibidem --debug …",
                3,
            )


@click.group(
    cls=_Group,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit status: 0 clean, 1 errors found, 2 wrong call, 3 internal fault.",
)
@click.version_option(__version__, message="ibidem %(version)s")
@click.option("--debug", is_flag=True, hidden=True)
def main(debug: bool) -> None:
    """Scholarly editions in TEI: validated, every Ibid. resolved, on the web and in print.

    \b
    Examples:
      ibidem validate tei/           check every TEI file in a folder
      ibidem resolve tei/text.xml    show what each Ibid. stands for
      ibidem build                   make the edition of this folder
      ibidem serve                   read it in a browser while you edit
    """


@main.command()
@_PATHS
@click.option(
    "--schema",
    "schemas",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Check against this .rng, .xsd or .sch instead (may be repeated).",
)
@click.option("--no-schema", is_flag=True, help="Structure rules only: for TEI that follows another schema.")
@_FORMAT
def validate(paths: tuple[Path, ...], schemas: tuple[Path, ...], no_schema: bool, form: str) -> None:
    """Check TEI files: schema, Schematron, and the rules of an edition.

    Without PATHS, the texts that edition.toml names. A folder stands for all .xml files in it. Files of an edition are checked
    against the schemas that its edition.toml names, others against Ibidem's own.

    \b
    Examples:
      ibidem validate
      ibidem validate tei/mikoyan-1949-ii.xml
      ibidem validate --schema schema/ibidem.rng tei/
      ibidem validate --no-schema tests/samples/
      ibidem validate --format json tei/
    """
    from ibidem.files import tei_files
    from ibidem.report import findings_as_json, findings_as_text, summary
    from ibidem.validate import validate_file

    if no_schema and schemas:
        raise click.UsageError("--schema and --no-schema exclude each other.")
    findings: list[Finding] = []
    files = list(tei_files(paths)) if paths else [_shortest(path) for path in _load(Path()).texts]
    for path in files:
        _tell(f"validating {path}")
        edition = _edition_of(path)
        used = () if no_schema else schemas or (edition.schemas if edition else _default_schemas())
        findings += validate_file(path, used, edition.severity if edition else {})
    _tell("")
    if form == "json":
        click.echo(findings_as_json(findings, len(files)))
    else:
        if findings:
            click.echo(findings_as_text(findings))
        click.echo(summary(findings, len(files)))
    _exit_by(findings)


@main.command()
@_PATHS
@click.option("--write", is_flag=True, help="Record the answers in the TEI files; only the bytes of that change.")
@click.option("--check", is_flag=True, help="Fail if what is recorded is out of date: for CI.")
@_FORMAT
def resolve(paths: tuple[Path, ...], write: bool, check: bool, form: str) -> None:
    """Say what each Ibid. stands for: its work, the citation that it repeats, its place, with the rule and the confidence.

    \b
    Examples:
      ibidem resolve
      ibidem resolve tei/mikoyan-1949-ii.xml
      ibidem resolve --format json tei/mikoyan-1949-ii.xml
      ibidem resolve --check
    """
    import json

    from ibidem.citations.collect import collect
    from ibidem.citations.markup import record
    from ibidem.edit import write_whole
    from ibidem.files import tei_files
    from ibidem.read import NotReadable, read
    from ibidem.report import answers_as_json, answers_as_text, findings_as_text

    if write and check:
        raise click.UsageError("--write and --check exclude each other.")
    failed, rows = False, []
    for path in list(tei_files(paths)) if paths else [_shortest(path) for path in _load(Path()).texts]:
        try:
            citations = collect(read(path))
        except NotReadable as error:
            click.echo(findings_as_text([error.finding]), err=form == "json")
            failed = True
            continue
        rows += answers_as_json(citations)
        unresolved = sum(answer.antecedent is None and not answer.reference.decided for answer in citations.answers)
        messages = []
        if write or check:
            markup = record(citations)
            if write and markup.data != citations.source.data:
                write_whole(path, markup.data)
            if check and markup.data != citations.source.data:
                failed = True
            notes = ", ".join(markup.changed)
            messages.append(
                f"{path}: "
                + (
                    f"{'recorded' if write else 'out of date'}: {'notes ' if notes != 'standOff' else ''}{notes}."
                    if notes
                    else "what is recorded is up to date."
                )
            )
            if markup.by_hand:
                messages.append(
                    f"{path}: left to you, as their words are marked up already or come from an entity: notes {', '.join(markup.by_hand)}."
                )
        elif form == "text":
            click.echo(answers_as_text(citations) if citations.answers else f"{path}: no short references.")
            if citations.answers:
                messages.append(
                    f"{path}: {len(citations.answers) - unresolved} of {len(citations.answers)} short references resolved."
                )
        for message in messages:
            click.echo(message, err=form == "json")
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    sys.exit(1 if failed else 0)


@main.command()
@_EDITION
@click.option("--strict", is_flag=True, help="Stop on warnings too.")
def build(folder: Path, strict: bool) -> None:
    """Make the edition: validate, resolve, render, audit, and write build/ as a whole.

    Nothing is written when something is wrong; what was there before stays. The same input gives the same bytes.

    \b
    Examples:
      ibidem build
      ibidem build --edition ~/editions/letters
    """
    from ibidem.build import build as make
    from ibidem.report import findings_as_text, summary

    edition = _load(folder)
    report = make(edition, _tell, strict=strict)
    _tell("")
    if report.findings:
        click.echo(findings_as_text(report.findings), err=True)
    if not report.made:
        click.echo(f"{summary(report.findings, len(edition.texts))}. Nothing was written.", err=True)
        sys.exit(1)
    for line in report.made:
        click.echo(line)
    click.echo(f"Open {_shortest(edition.output / 'index.html')} in a browser, or run: ibidem serve")


@main.command()
@_EDITION
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free port.")
def serve(folder: Path, port: int) -> None:
    """Show the built edition on this machine, and build it again when a source changes. Stop with Ctrl-C.

    \b
    Examples:
      ibidem serve
      ibidem serve --port 0
    """
    from ibidem.serve import serve as run

    run(folder, port, click.echo)


def _load(folder: Path) -> "Edition":
    from ibidem.edition import load

    return load(folder)


def _edition_of(path: Path) -> "Edition | None":
    from ibidem.edition import load, nearest

    folder = nearest(path)
    return load(folder) if folder else None


def _default_schemas() -> tuple[Path, ...]:
    from ibidem.edition import default_schemas

    return default_schemas()


def _shortest(path: Path) -> Path:
    """A path relative to where the user stands, if it is below."""
    here = Path.cwd().resolve()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _tell(stage: str) -> None:
    """Progress, in one line that is overwritten, on a terminal only."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[2K{stage + ' …' if stage else ''}")
        sys.stderr.flush()


def _exit_by(findings: "list[Finding]") -> None:
    from ibidem.finding import has_errors

    sys.exit(1 if has_errors(findings) else 0)


def _fail(message: str, status: int) -> None:
    click.echo(f"{click.style('ibidem:', bold=True)} {message}", err=True)
    sys.exit(status)


if __name__ == "__main__":
    main()
