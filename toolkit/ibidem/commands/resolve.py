"""`ibidem resolve`: what each short reference stands for."""

import sys
from pathlib import Path

import click

from ibidem.commands.common import PATHS, texts


@click.command("resolve")
@PATHS
@click.option("--write", is_flag=True, help="Record the answers in the TEI files; only the bytes of that change.")
@click.option("--check", is_flag=True, help="Fail if what is recorded is out of date: for CI.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For a person or for a program.",
)
def command(paths: tuple[Path, ...], write: bool, check: bool, form: str) -> None:
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
    from ibidem.reading.read import NotReadable, read
    from ibidem.report import findings_as_text

    if write and check:
        raise click.UsageError("--write and --check exclude each other.")
    failed, rows = False, []
    for path in texts(paths):
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
