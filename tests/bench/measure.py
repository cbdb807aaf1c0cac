"""Speed as ratios against a named peer, measured in turn in one run: `make bench`.

Each pair of commands runs alternately, so that a machine that slows down slows both; the median of the paired ratios is shown.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = Path(os.environ.get("IBIDEM_REFERENCE", ROOT.parent / "shared"))
ARTICLE = ROOT / "tei" / "mikoyan-1949-ii.xml"
ROUNDS = 7
IBIDEM = (sys.executable, "-m", "ibidem")


def seconds(command: tuple[str, ...], folder: Path) -> float:
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - started


def compare(title: str, ours: tuple[str, ...], peer: tuple[str, ...], folder: Path, rounds: int = ROUNDS) -> None:
    if shutil.which(peer[0]) is None:
        print(f"{title}: {peer[0]} is not installed")
        return
    pairs = [(seconds(ours, folder), seconds(peer, folder)) for _ in range(rounds + 1)][1:]
    ratio = statistics.median(a / b for a, b in pairs)
    mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"{title}: {ratio:.2f} × ({mine:.3f} s against {theirs:.3f} s)")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("tei", "schema"):
            shutil.copytree(ROOT / part, folder / part)
        shutil.copy(ROOT / "edition.toml", folder)
        compare(
            "ibidem --version, against python -c pass", (*IBIDEM, "--version"), (sys.executable, "-c", "pass"), folder
        )
        grammar = str(ROOT / "schema" / "ibidem.rng")
        compare(
            "validate the article (RELAX NG, Schematron, rules), against jing (RELAX NG)",
            (*IBIDEM, "validate"),
            ("jing", grammar, str(ARTICLE)),
            folder,
        )
        whole = REFERENCE / "tei" / "tei_all.rng"
        if whole.exists():
            compare(
                "validate the article with tei_all (RELAX NG alone, grammar cached), against jing",
                (*IBIDEM, "validate", "--no-rules", "--no-schematron", "--schema", str(whole), str(ARTICLE)),
                ("jing", str(whole), str(ARTICLE)),
                folder,
            )
            compare(
                "validate the article with tei_all (RELAX NG and the Schematron within it), against jing (RELAX NG)",
                (*IBIDEM, "validate", "--no-rules", "--schema", str(whole), str(ARTICLE)),
                ("jing", str(whole), str(ARTICLE)),
                folder,
            )
            many = folder / "many"
            many.mkdir()
            for number in range(500):
                shutil.copy(ARTICLE, many / f"{number:03}.xml")
            files = [str(path) for path in sorted(many.iterdir())]
            compare(
                "500 copies of it with tei_all (RELAX NG alone), against one batch of jing",
                (*IBIDEM, "validate", "--no-rules", "--no-schematron", "--schema", str(whole), str(many)),
                ("jing", str(whole), *files),
                folder,
                rounds=3,
            )
            ours = (*IBIDEM, "validate", "--schema", str(whole), str(ARTICLE))
            compare(
                "validate the article with tei_all (RELAX NG, Schematron, rules), against jing",
                ours,
                ("jing", str(whole), str(ARTICLE)),
                folder,
            )
        compare("build the edition, against jing alone", (*IBIDEM, "build"), ("jing", grammar, str(ARTICLE)), folder)


if __name__ == "__main__":
    main()
