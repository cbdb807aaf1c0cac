"""`ibidem serve`: the preview."""

from pathlib import Path

import click

from ibidem.commands.common import EDITION


@click.command("serve")
@EDITION
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free port.")
def command(folder: Path, port: int) -> None:
    """Show the built edition on this machine, and build it again when a source changes. Stop with Ctrl-C.

    \b
    Examples:
      ibidem serve
      ibidem serve --port 0
    """
    from ibidem.serve import serve

    serve(folder, port, click.echo)
