"""The command line: the only module that prints and exits (0 clean, 1 errors found, 2 usage, 3 internal)."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ibidem import __version__
from ibidem.errors import IbidemError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ibidem.edition import Edition
    from ibidem.finding import Finding

_FEW = 8  # of fewer files, one after another is as fast
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
@click.option("--stats", is_flag=True, help="How often each code was found, instead of the findings.")
def validate(  # noqa: PLR0913, PLR0917
    paths: tuple[Path, ...], schemas: tuple[Path, ...], no_schema: bool, no_rules: bool, severity: str,
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
    """
    from functools import partial

    from ibidem.files import tei_files
    from ibidem.finding import Severity
    from ibidem.select import Selection, patterns

    if no_schema and (schemas or no_rules):
        raise click.UsageError(f"--no-schema and --{'schema' if schemas else 'no-rules'} exclude each other.")
    selection = Selection(Severity(severity), patterns(select), patterns(ignore))
    findings: list[Finding] = []
    files = list(tei_files(paths)) if paths else [_shortest(path) for path in _load(Path()).texts]
    check = partial(_validated, None if no_schema else schemas, not no_rules, len(files) > 1)
    for number, (path, found) in enumerate(_each(files, check), 1):
        _tell(f"validated {number} of {len(files)}: {path}")
        findings += selection.keep(found)
    _tell("")
    _show(findings, files, "stats" if stats else form)
    _exit_by(findings)


def _each(files: list[Path], check: "Callable[[Path], list[Finding]]") -> "Iterable[tuple[Path, list[Finding]]]":
    """Each file with its findings: one after another, or many at once."""
    if len(files) < _FEW:
        return ((path, check(path)) for path in files)
    from ibidem.pool import validated

    return validated(files, check)


def _validated(schemas: tuple[Path, ...] | None, rules: bool, among_others: bool, path: Path) -> "list[Finding]":
    """The findings on one file; `schemas` is None where none is wanted, and empty where they are to be found.

    A file that cannot be read is a finding where it is one of several, so that the others are checked.
    """
    from ibidem.files import STDIN, read_bytes
    from ibidem.finding import Finding, Severity
    from ibidem.validate import validate_data

    try:
        data = _piped() if path == STDIN else read_bytes(path)
    except IbidemError as error:
        if not among_others:
            raise
        reason = str(error).removeprefix(f"{path}: ")
        return [Finding("not-readable", Severity.ERROR, f"The file was not checked: {reason}", file=str(path))]
    edition = None if path == STDIN else _edition_of(path)
    said: list[Finding] = []
    if schemas is not None and not schemas:
        if edition and edition.names_schemas:
            schemas = edition.schemas
        else:
            from ibidem.association import schemas_of

            named, said = schemas_of(data, path, edition.root if edition else path.parent)
            schemas = tuple(named) or _default_schemas()
    try:
        return validate_data(data, path, schemas or (), edition.severity if edition else {}, rules=rules, said=said)
    except IbidemError:
        raise  # of the schemas or the installation: it would be the same for every file
    except Exception as error:
        if not among_others:
            raise
        message = f"Checking this file failed, by a fault of Ibidem: {type(error).__name__}: {error}."
        hint = "The other files were checked. Please report it, with the file."
        return [Finding("not-checked", Severity.ERROR, message, hint, str(path), 1, 1)]


def _piped() -> bytes:
    from ibidem.files import MAX_BYTES

    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise IbidemError(f"-: more than {MAX_BYTES // 2**20} MiB were piped in. Split the text into several files.")
    return data


def _show(findings: "list[Finding]", files: list[Path], form: str) -> None:
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


@main.command()
@_PATHS
@click.option("--write", is_flag=True, help="Record the answers in the TEI files; only the bytes of that change.")
@click.option("--check", is_flag=True, help="Fail if what is recorded is out of date: for CI.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "jsonl"]),
    default="text",
    show_default=True,
    help="For a person or for a program; jsonl takes JSON lists of notes (.json), one row for each reference.",
)
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

    from ibidem.answers import answers_as_json, answers_as_text
    from ibidem.citations.collect import collect
    from ibidem.citations.markup import record
    from ibidem.edit import write_whole
    from ibidem.files import tei_files
    from ibidem.read import NotReadable, read
    from ibidem.report import findings_as_text

    if write and check:
        raise click.UsageError("--write and --check exclude each other.")
    if form == "jsonl":
        _echo_listed(paths)
        return
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


def _echo_listed(paths: tuple[Path, ...]) -> None:
    from ibidem.citations.listed import answers_of, as_lines

    if not paths or any(path.suffix != ".json" for path in paths):
        raise click.UsageError("--format jsonl takes lists of notes: name .json files.")
    for path in paths:
        if listed := as_lines(answers_of(path)):
            click.echo(listed)


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
