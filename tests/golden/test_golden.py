"""Golden files: the pages and the Typst source of the samples. After a change that is meant: pytest --refresh tests/golden, and read the diff."""

import pytest

from conftest import ROOT
from ibidem.edition import load
from ibidem.reading.read import read
from ibidem.render import render

GOLDEN = ROOT / "tests" / "golden"
SAMPLES = sorted((ROOT / "tests" / "samples").glob("*.xml"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_as_before(path, refresh):
    pages = render(read(path), load(ROOT))
    made = {**pages.html, f"{path.stem}.typ": pages.typst}
    folder = GOLDEN / path.stem
    if refresh:
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        for name, text in made.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    assert sorted(made) == sorted(file.name for file in folder.iterdir())
    for name, text in made.items():
        assert text == (folder / name).read_text(encoding="utf-8"), f"{path.stem}/{name} has changed"
