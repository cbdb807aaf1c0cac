"""The command. What scripts ask for in passing, `--version`, is answered before anything else is imported."""

import sys


def main() -> None:
    if sys.argv[1:] == ["--version"]:
        from ibidem import __version__

        sys.stdout.write(f"ibidem {__version__}\n")
        return
    from ibidem.cli import main as command

    command(prog_name="ibidem")


if __name__ == "__main__":
    main()
