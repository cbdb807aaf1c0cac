"""`ibidem resolve`: what each short reference stands for."""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ibidem.commands.common import PATHS, texts
from ibidem.errors import IbidemError

if TYPE_CHECKING:
    from ibidem.citations.answered import Answered


@dataclass
class _Run:
    """What was asked for, and what came of it so far."""

    form: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    failed: bool = False

    def say(self, message: str, *, note: bool = False) -> None:
        """Print for a person: what belongs to the answers, or a note beside them, which a program does not want among them."""
        if self.form == "text" or note:
            click.echo(message, err=self.form != "text")


@click.command("resolve")
@PATHS
@click.option("--write", is_flag=True, help="Record the answers in the TEI files; only the bytes of that change.")
@click.option("--check", is_flag=True, help="Fail if what is recorded is out of date: for CI.")
@click.option(
    "--explain", "explain", metavar="NOTE", help="Tell the whole chain of one note, by its xml:id or its number."
)
@click.option(
    "--against", metavar="REV", help="Name the references that stand for something else than in another git revision."
)
@click.option(
    "--parts", is_flag=True, help="Show the parts of every note instead: signals, comment, citations, references."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "jsonl", "csv"]),
    default="text",
    show_default=True,
    help="For a person or for a program.",
)
def command(
    paths: tuple[Path, ...], write: bool, check: bool, explain: str | None, against: str | None, parts: bool, form: str
) -> None:
    """Say what each Ibid. stands for: its work, the citation that it repeats, its place, with the rule and the confidence.

    PATHS are TEI files (.xml) or folders of them, articles with numbered notes in plain text (.txt) or Markdown (.md), lists of notes
    in JSON, or - for what is piped in. Without PATHS, the texts that edition.toml names.

    \b
    Examples:
      ibidem resolve
      ibidem resolve tei/mikoyan-1949-ii.xml
      ibidem resolve tei/sources/mikoyan-1949-ii.txt
      ibidem resolve --format csv tei/mikoyan-1949-ii.xml
      ibidem resolve --explain n14 tei/mikoyan-1949-ii.xml
      ibidem resolve --parts --format json notes.txt
      ibidem resolve --check
      ibidem resolve --against HEAD~1
    """
    from ibidem import answers
    from ibidem import parts as parts_of_notes
    from ibidem.citations import moved
    from ibidem.edition import nearest
    from ibidem.reading.files import leading_out

    _refuse(
        {
            "--write": write,
            "--check": check,
            "--explain": explain is not None,
            "--against": against is not None,
            "--parts": parts,
        }
    )
    run = _Run(form)
    act: Callable[[_Run, Answered], None] = _show
    columns: tuple[str, ...] = answers.FIELDS
    if write or check:
        act = partial(_record, write=write)
    elif explain is not None:
        act = partial(_explain, name=explain)
    elif against is not None:
        act, columns = partial(_compare, revision=against), moved.FIELDS
    elif parts:
        act, columns = _show_parts, parts_of_notes.FIELDS
    files = texts(paths)
    outside = leading_out(paths, files, nearest)
    with _few_collections():
        for path in files:
            if path in outside:
                run.failed = True
                run.say(
                    f"{path}: it is a link that leads out of the folder. Name it itself if it may be read.", note=True
                )
                continue
            for text in _read(run, path, alone=len(files) == 1):
                _guarded(run, partial(act, run, text), alone=len(files) == 1)
    if form != "text":
        shown = answers.as_rows(run.rows, form, columns)
        if shown:
            click.echo(shown)
    sys.exit(1 if run.failed else 0)


@contextmanager
def _few_collections() -> Iterator[None]:
    """Notes and answers are many and all stay: looking among them for what could be freed would take a fifth of the time."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _refuse(modes: dict[str, bool]) -> None:
    given = [name for name, is_given in modes.items() if is_given]
    if len(given) > 1:
        raise click.UsageError(f"{' and '.join(given)} exclude each other.")


def _guarded(run: _Run, act: Callable[[], None], *, alone: bool) -> None:
    """Do something with one file of several: what is wrong with it does not stop the others."""
    try:
        act()
    except IbidemError as error:
        if alone or error.status != IbidemError.status:
            raise
        run.failed = True
        click.echo(str(error), err=True)


def _read(run: _Run, path: Path, *, alone: bool) -> "Iterator[Answered]":
    """The answers to one file; what is wrong with it is said."""
    from ibidem.citations.answered import answered
    from ibidem.examine import piped
    from ibidem.finding import NotReadable
    from ibidem.reading.files import STDIN, read_bytes
    from ibidem.report import findings_as_text

    found: list[Answered] = []
    try:
        _guarded(run, lambda: found.append(answered(piped() if path == STDIN else read_bytes(path), path)), alone=alone)
    except NotReadable as error:
        run.failed = True
        run.say(findings_as_text([error.finding]), note=True)
    yield from found


def _show(run: _Run, text: "Answered") -> None:
    from ibidem.answers import as_table
    from ibidem.citations.answered import rows

    run.rows += rows(text) if run.form != "text" else []
    if not text.answers:
        run.say(f"{text.path}: no short references.")
        return
    if run.form == "text":
        run.say(as_table(text))
    run.say(
        f"{text.path}: {len(text.answers) - len(text.unresolved)} of {len(text.answers)} short references resolved."
    )


def _show_parts(run: _Run, text: "Answered") -> None:
    from ibidem import parts

    run.rows += parts.rows(text) if run.form != "text" else []
    if run.form == "text":
        run.say(parts.as_table(text) if text.notes else f"{text.path}: no notes.")


def _explain(run: _Run, text: "Answered", name: str) -> None:
    from ibidem.citations.answered import named, rows
    from ibidem.citations.chain import explained
    from ibidem.report import plain

    notes = named(text, name)
    run.say("\n\n".join("\n".join(map(plain, explained(text, note).split("\n"))) for note in notes))
    orders = {text.orders[note.order - 1] for note in notes}
    run.rows += [row for row in rows(text) if row["note_ord"] in orders]


def _record(run: _Run, text: "Answered", *, write: bool) -> None:
    from ibidem.citations.answered import rows
    from ibidem.citations.markup import record
    from ibidem.edit import write_whole
    from ibidem.reading.files import STDIN

    if text.tei is None or text.path == STDIN:
        raise IbidemError(
            f"{text.path}: answers are recorded in TEI files only. Leave out {'--write' if write else '--check'}."
        )
    markup = record(text.tei)
    is_new = markup.data != text.tei.source.data
    if write and is_new:
        write_whole(text.path, markup.data)
    run.failed |= is_new and not write
    run.rows += rows(text) if run.form != "text" else []
    notes = ", ".join(markup.changed)
    state = "what is recorded is up to date."
    if is_new:
        state = f"{'recorded' if write else 'out of date'}: {'notes ' if notes != 'standOff' else ''}{notes}."
    run.say(f"{text.path}: {state}", note=True)
    if markup.by_hand:
        why = "as their words are marked up in a way that crosses, come from an entity, stand in CDATA, or refer to what has no xml:id"
        run.say(f"{text.path}: left to you, {why}: notes {', '.join(markup.by_hand)}.", note=True)


def _compare(run: _Run, text: "Answered", revision: str) -> None:
    from ibidem.citations.answered import answered
    from ibidem.citations.moved import moves
    from ibidem.finding import NotReadable
    from ibidem.reading.files import STDIN
    from ibidem.report import plain
    from ibidem.revision import at_revision

    if text.path == STDIN:
        raise IbidemError("-: what is piped in has no earlier revision. Name a file.")
    try:
        before = answered(at_revision(text.path, revision), text.path)
    except NotReadable as error:
        raise IbidemError(f"{text.path}: in revision {revision} it cannot be read. {error.finding.message}") from None
    found = moves(before, text)
    run.failed |= bool(found)
    run.rows += [move.row(str(text.path)) for move in found]
    for move in found:
        run.say(plain(f"{text.path}: {move.message}."))
    if not found:
        run.say(plain(f"{text.path}: every reference stands for what it stood for in {revision}."))
