"""`ibidem explain`: what a finding means."""

import sys
from textwrap import fill, indent

import click

_WIDTH = 88


@click.command("explain")
@click.argument("codes", nargs=-1, metavar="[CODE…]")
def command(codes: tuple[str, ...]) -> None:
    """Say what a finding means, why it matters and how to mend it. Without CODE, list all codes.

    \b
    Examples:
      ibidem explain
      ibidem explain date-order
      ibidem explain element-misplaced text-bare
    """
    if not codes:
        click.echo(_all())
        return
    from ibidem.catalogue import entries

    unknown = [code for code in codes if code not in entries()]
    click.echo("\n\n".join(_lesson(code) for code in codes if code not in unknown), nl=len(unknown) < len(codes))
    for code in unknown:
        click.echo(_unknown(code), err=True)
    sys.exit(2 if unknown else 0)


def _all() -> str:
    """Every code with its title, by group."""
    from ibidem.catalogue import GROUPS, entries

    width = max(map(len, entries()))
    blocks = []
    for group, name in GROUPS.items():
        rows = [f"  {code:<{width}}  {entry.title}" for code, entry in entries().items() if entry.group == group]
        blocks.append("\n".join([click.style(name, bold=True), *rows]))
    return "\n\n".join([*blocks, "ibidem explain CODE says more."])


def _lesson(code: str) -> str:
    from ibidem.catalogue import entries, severities
    from ibidem.report import COLOUR

    entry, severity = entries()[code], severities()[code]
    parts = [
        f"{click.style(code, bold=True)} ({click.style(str(severity), fg=COLOUR[severity])}): {entry.title}.",
        fill(entry.why, _WIDTH),
        fill(f"{click.style('To mend it:', bold=True)} {entry.mend}", _WIDTH),
    ]
    for name, example, colour in (("Wrong", entry.wrong, "red"), ("Right", entry.right, "green")):
        if example:
            parts.append(f"{click.style(name + ':', fg=colour, bold=True)}\n{indent(example, '    ')}")
    if entry.see:
        parts.append(f"The Guidelines: {entry.see}")
    return "\n\n".join(parts)


def _unknown(code: str) -> str:
    from difflib import get_close_matches

    from ibidem.catalogue import entries

    close = get_close_matches(code, entries(), n=3, cutoff=0.5) or [it for it in entries() if code in it][:3]
    meant = f" Did you mean {' or '.join(close)}?" if close else ""
    return f"ibidem explain: there is no code {code}.{meant} ibidem explain lists them all."
