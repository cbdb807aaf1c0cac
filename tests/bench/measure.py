"""Speed as ratios against a named peer, measured in turn in one run: `make bench`.

Each pair of commands runs alternately, so that a machine that slows down slows both; the median of the paired ratios is shown, of the time
on the clock and of the time of the processors, worker processes included.
"""

import compileall
import ctypes
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import documents

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = Path(os.environ.get("IBIDEM_REFERENCE", ROOT.parent / "shared"))
WHOLE = REFERENCE / "tei" / "tei_all.rng"
ARTICLE = ROOT / "tei" / "mikoyan-1949-ii.xml"
ROUNDS = 7
IBIDEM = (sys.executable, "-m", "ibidem")
ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER of prctl(2): workers that outlive their parent are counted too

Command = tuple[str, ...]


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, seconds of the processors, and the largest memory of a process in MiB."""

    clock: float
    processors: float
    memory: float


def cost(command: Command, folder: Path) -> Cost:
    started = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        clock, used = 0.0, []
        with suppress(ChildProcessError):
            while True:
                ended, status, usage = os.wait4(-1, 0)
                used.append(usage)
                if ended == process.pid:
                    clock = time.perf_counter() - started
                    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)[:200]} ended with {process.returncode}: what it did is not worth measuring.")
    return Cost(clock, sum(it.ru_utime + it.ru_stime for it in used), max(it.ru_maxrss for it in used) / 1024)


def compare(
    title: str, ours: Command, peer: Command, folder: Path, rounds: int = ROUNDS, *, memory: bool = False
) -> None:
    if shutil.which(peer[0]) is None:
        print(f"{title}: {peer[0]} is not installed")
        return
    pairs = [(cost(ours, folder), cost(peer, folder)) for _ in range(rounds + (rounds > 1))]
    pairs = pairs[1:] or pairs  # the first round fills the caches
    clock = statistics.median(a.clock / b.clock for a, b in pairs)
    processors = statistics.median(a.processors / b.processors for a, b in pairs)
    mine, theirs = (statistics.median(each.clock for each in column) for column in zip(*pairs, strict=True))
    print(f"{title}: {clock:.2f} × ({mine:.3f} s against {theirs:.3f} s); processors {processors:.2f} ×", flush=True)
    if memory:
        print(f"    memory: {pairs[0][0].memory:.0f} MiB against {pairs[0][1].memory:.0f} MiB", flush=True)


def against_whole(*files: Path) -> tuple[Command, Command]:
    """The check against tei_all, RELAX NG alone: by Ibidem, and by jing."""
    names = [str(file) for file in files]
    folders = sorted({str(file.parent) for file in files}) if len(files) > 1 else names
    ours = (*IBIDEM, "validate", "--no-rules", "--no-schematron", "--schema", str(WHOLE), *folders)
    return ours, ("jing", str(WHOLE), *names)


def relaxng(folder: Path) -> None:
    """The validator of RELAX NG, and that of Schematron, against tei_all."""
    compare("the article, tei_all kept in the cache, against jing", *against_whole(ARTICLE), folder)
    ours, peer = against_whole(ARTICLE)
    both = tuple(it for it in ours if it != "--no-schematron")
    compare("the article, tei_all and the Schematron within it, against jing (RELAX NG)", both, peer, folder)
    anew = f"import shutil; shutil.rmtree({os.environ['IBIDEM_CACHE']!r}); from ibidem.cli import main; main()"
    compare(
        "the article, tei_all compiled from nothing, against jing",
        (sys.executable, "-c", anew, *ours[3:]),
        peer,
        folder,
        3,
    )
    persons = [documents.persons(folder / f"persons-{number}.xml", number) for number in (1000, 10_000)]
    compare("a list of 10,000 persons, against jing", *against_whole(persons[1]), folder, 3)
    compare(
        "a list of 10,000 persons, against 1,000", against_whole(persons[1])[0], against_whole(persons[0])[0], folder, 3
    )
    many = documents.many(folder / "many", [ARTICLE, *sorted((ROOT / "tests" / "samples").glob("*.xml"))], 150_000_000)
    compare(f"150 MB in {len(many)} files, against one jing", *against_whole(*many), folder, 1)
    large = documents.large(folder / "large.xml", 100_000_000)
    compare("one file of 100 MB, against jing", *against_whole(large), folder, 1, memory=True)


def main() -> None:
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(ADOPT_ORPHANS, 1, 0, 0, 0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # as after an installation: modules are compiled, and where a worker may read them
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        compileall.compile_dir(ROOT / "toolkit", quiet=1)
        os.environ["IBIDEM_CACHE"] = str(folder / "cache")
        for part in ("tei", "schema"):
            shutil.copytree(ROOT / part, folder / part)
        shutil.copy(ROOT / "edition.toml", folder)
        compare(
            "ibidem --version, against python -c pass", (*IBIDEM, "--version"), (sys.executable, "-c", "pass"), folder
        )
        jing = ("jing", str(ROOT / "schema" / "ibidem.rng"), str(ARTICLE))
        compare(
            "validate the article (RELAX NG, Schematron, rules), against jing (RELAX NG)",
            (*IBIDEM, "validate"),
            jing,
            folder,
        )
        if WHOLE.exists():
            relaxng(folder)
        listed, tei = documents.notes(folder, 20_000)
        ten_times = f"from lxml import etree\nfor _ in range(10): etree.parse({str(tei)!r})"
        compare(
            "20,000 notes resolved, against ten times lxml's parse of them as TEI",
            (*IBIDEM, "resolve", "--format", "jsonl", str(listed)),
            (sys.executable, "-c", ten_times),
            folder,
            3,
        )
        compare("build the edition, against jing alone", (*IBIDEM, "build"), jing, folder)


if __name__ == "__main__":
    main()
