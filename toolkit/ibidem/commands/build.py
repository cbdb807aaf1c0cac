"""`ibidem build`: the edition, as a whole."""

import sys
from pathlib import Path

import click

from ibidem.commands.common import EDITION, load, shortest, tell


@click.command("build")
@EDITION
@click.option("--strict", is_flag=True, help="Stop on warnings too.")
def command(folder: Path, strict: bool) -> None:
    """Make the edition: validate, resolve, render, audit, and write build/ as a whole.

    Nothing is written when something is wrong; what was there before stays. The same input gives the same bytes.

    \b
    Examples:
      ibidem build
      ibidem build --edition ~/editions/letters
    """
    from ibidem.build import build
    from ibidem.report import findings_as_text, summary

    edition = load(folder)
    report = build(edition, tell, strict=strict)
    tell("")
    if report.findings:
        click.echo(findings_as_text(report.findings), err=True)
    if not report.made:
        click.echo(f"{summary(report.findings, len(edition.texts))}. Nothing was written.", err=True)
        sys.exit(1)
    for line in report.made:
        click.echo(line)
    click.echo(f"Open {shortest(edition.output / 'index.html')} in a browser, or run: ibidem serve")
