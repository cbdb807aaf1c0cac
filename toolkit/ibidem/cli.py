"""The command line. It and its commands are the only ones that print and exit (0 clean, 1 errors found, 2 usage, 3 internal)."""

import os
import sys
from importlib import import_module
from typing import Any

import click

from ibidem import __version__
from ibidem.errors import IbidemError

_COMMANDS = ("validate", "explain", "resolve", "works", "record", "build", "deposit", "serve")


class _Group(click.Group):
    """Loads the command that is asked for, and turns what went wrong into one message and an exit code; a traceback reaches nobody."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"ibidem.commands.{name}").command
        return command

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except IbidemError as error:
            _fail(str(error), error.status)
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except KeyboardInterrupt:
            _fail("Interrupted. Nothing was written.", 130)
        except BrokenPipeError:  # nobody reads on, as behind head; what is still to be written must not fail at the exit again
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
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
    invoke_without_command=True,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit status: 0 clean, 1 errors found, 2 wrong call, 3 internal fault.",
)
@click.option("--version", is_flag=True, help="Show the version, with --verbose also what guards the system.")
@click.option("--verbose", is_flag=True, hidden=True)
@click.option("--debug", is_flag=True, hidden=True)
@click.pass_context
def main(context: click.Context, version: bool, verbose: bool, debug: bool) -> None:
    """Scholarly editions in TEI: validated, every Ibid. resolved, on the web and in print.

    \b
    Examples:
      ibidem validate tei/           check every TEI file in a folder
      ibidem explain date-order      say more of what was found
      ibidem resolve tei/text.xml    show what each Ibid. stands for
      ibidem works tei/              list what the notes cite
      ibidem record --format cff     make CITATION.cff from the headers
      ibidem build                   make the edition of this folder
      ibidem deposit                 make what repositories take in
      ibidem serve                   read it in a browser while you edit
    """
    if version:
        _version(verbose)
        context.exit()
    if context.invoked_subcommand is None:
        raise click.UsageError("No command is named.", context)


def _version(verbose: bool) -> None:
    click.echo(f"ibidem {__version__}")
    if verbose:
        from ibidem.sandbox import describe

        click.echo(f"python {sys.version.split()[0]} on {sys.platform}")
        click.echo(f"sandbox: {describe()}")


def _fail(message: str, status: int) -> None:
    click.echo(f"{click.style('ibidem:', bold=True)} {message}", err=True)
    sys.exit(status)


if __name__ == "__main__":
    main()
