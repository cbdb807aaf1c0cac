"""What the tests share: where things are, small TEI, and tools that CI must have."""

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# The TEI's own schemas and other public references are not part of the project; tests use them where they are.
REFERENCE = Path(os.environ.get("IBIDEM_REFERENCE", ROOT.parent / "shared"))


def pytest_addoption(parser):
    parser.addoption(
        "--refresh", action="store_true", help="write the golden files anew instead of comparing with them"
    )


@pytest.fixture
def refresh(request):
    return request.config.getoption("--refresh")


def tool(name: str) -> str:
    """The path of a program; without it the test skips, but where CI has installed the tools it fails."""
    path = shutil.which(name)
    if path is None:
        if os.environ.get("IBIDEM_TOOLS_REQUIRED"):
            pytest.fail(f"{name} is required here and is not installed")
        pytest.skip(f"{name} is not installed")
    return path


def reference(name: str) -> Path:
    """A file of the public references, such as tei/tei_all.rng; without it the test skips and says so."""
    path = REFERENCE / name
    if not path.exists():
        pytest.skip(f"the reference {name} is not here (set IBIDEM_REFERENCE)")
    return path


def tei(body: str, *, header: str = "", standoff: str = "", language: str = "en", back: str = "") -> str:
    """A small TEI document around a body."""
    stand_off = f"<standOff>{standoff}</standOff>" if standoff else ""
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="{language}"><teiHeader><fileDesc><titleStmt><title>T</title></titleStmt>'
        f"<publicationStmt><publisher>P</publisher></publicationStmt><sourceDesc><p>S</p></sourceDesc></fileDesc>{header}</teiHeader>"
        f"{stand_off}<text><body>{body}</body>{back}</text></TEI>"
    )


@pytest.fixture
def make(tmp_path):
    """Write a small TEI document and read it as a Source."""
    from ibidem.reading.read import read

    def build(body: str, name: str = "text.xml", **parts: str):
        path = tmp_path / name
        path.write_text(tei(body, **parts), encoding="utf-8")
        return read(path)

    return build


@pytest.fixture
def by_hand(tmp_path):
    """A built edition with a full record, made by hand."""
    from by_hand import built_in

    return built_in(tmp_path / "edition")
