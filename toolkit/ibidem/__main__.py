"""The command. What scripts ask for in passing, `--version`, is answered before anything else is imported."""

import sys

_YOUNG = 50_000  # objects that are made between two searches for garbage


def main() -> None:
    if sys.argv[1:] == ["--version"]:
        from ibidem import __version__

        sys.stdout.write(f"ibidem {__version__}\n")
        return
    import atexit
    import gc

    # Little of what a run makes is in circles: it is not looked through as often as Python would, nor at the end, when it goes with the process.
    gc.set_threshold(_YOUNG)
    atexit.register(gc.freeze)
    from ibidem.cli import main as command

    command(prog_name="ibidem")


if __name__ == "__main__":
    main()
