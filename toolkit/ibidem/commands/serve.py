"""`ibidem serve`: the preview, and the server of an edition that is built."""

from pathlib import Path

import click

from ibidem.commands.common import EDITION


@click.command("serve")
@EDITION
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free port.")
@click.option("--api", is_flag=True, help="Serve what is built, with DTS, OAI-PMH and metadata, and build nothing.")
@click.option("--host", default="127.0.0.1", show_default=True, help="With --api: the address to listen at.")
def command(folder: Path, port: int, api: bool, host: str) -> None:
    """Show the built edition on this machine, and build it again when a source changes. Stop with Ctrl-C.

    \b
    Examples:
      ibidem serve
      ibidem serve --port 0
      ibidem serve --api                    text services and records as well, from build/
      ibidem serve --api --host 0.0.0.0     for other machines
    """
    if api:
        from ibidem.api.run import run

        run(folder, host, port, click.echo)
        return
    if host != "127.0.0.1":
        raise click.UsageError("The preview is for this machine only: --host is used with --api.")
    from ibidem.serve import serve

    serve(folder, port, click.echo)
