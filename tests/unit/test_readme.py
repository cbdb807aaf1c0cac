"""What the README shows is what the commands print, and what it links to is there."""

import re
import subprocess
import sys

from conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_commands_print_what_is_shown():
    sessions = re.findall(r"```\n\$ ibidem (.*?)\n(.*?)```", README, re.DOTALL)
    assert sessions
    for command, shown in sessions:
        result = subprocess.run(
            [sys.executable, "-m", "ibidem", *command.split()], cwd=ROOT, capture_output=True, text=True, check=False
        )
        for part in shown.split("…\n"):
            assert part.rstrip("\n") in result.stdout, command


def test_every_make_target_is_there():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_links_of_the_documents_lead_somewhere():
    for document in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]:
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / link).exists(), f"{document.name}: {link}"


def test_the_findings_page_names_every_code():
    from ibidem.rules import all_rules

    page = (ROOT / "docs" / "reference" / "findings.md").read_text(encoding="utf-8")
    for rule in all_rules():
        for code, severity in rule.codes.items():
            assert f"| `{code}` | {severity} |" in page
