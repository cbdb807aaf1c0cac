"""What the README shows is what the commands print, and what it links to is there."""

import re
import shlex
import subprocess
import sys
from runpy import run_path
from shutil import copytree

import pytest

from conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def check_sessions(document, folder):
    """Run the commands of a document one after another, and compare what they print; … stands for what is left out."""
    sessions = re.findall(r"```\n\$ ibidem (.*?)\n(.*?)```", document.read_text(encoding="utf-8"), re.DOTALL)
    assert sessions
    for command, shown in sessions:
        result = subprocess.run(
            [sys.executable, "-m", "ibidem", *shlex.split(command)],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        for part in shown.split("…\n"):
            assert part.rstrip("\n") in result.stdout, command


def test_the_commands_print_what_is_shown():
    check_sessions(ROOT / "README.md", ROOT)


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "how-to").glob("validate-*.md")), ids=lambda page: page.stem)
def test_the_commands_of_the_guides_print_what_is_shown(page, tmp_path):
    check_sessions(page, copytree(ROOT / "tests" / "old", tmp_path / "old"))


def test_every_make_target_is_there():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_links_of_the_documents_lead_somewhere():
    for document in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]:
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / link).exists(), f"{document.name}: {link}"


def test_the_pages_of_the_findings_are_those_of_the_catalogue():
    """`make docs` makes them."""
    made = run_path(str(ROOT / "docs" / "findings.py"))["pages"]()
    assert {path for path in made if not path.exists()} == set()
    assert [str(path) for path, text in made.items() if path.read_text(encoding="utf-8") != text] == []
    folder = ROOT / "docs" / "reference" / "findings"
    assert set(folder.iterdir()) == {path for path in made if path.parent == folder}
