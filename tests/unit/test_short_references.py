"""What the documents say of short references is what the program answers."""

import re
import shutil
import subprocess
import sys

from conftest import ROOT, tei
from ibidem.citations.answering import IBID, IDEM, OPCIT, POINTER  # with the modules that fill them
from ibidem.citations.notes import resolve_notes

RULES = ROOT / "docs" / "explanation" / "short-references.md"
HOW_TO = ROOT / "docs" / "how-to" / "add-a-language.md"


def test_every_example_is_answered_as_it_says():
    blocks = re.findall(r"```notes (\w+)\n(.*?)```", RULES.read_text("utf-8"), re.DOTALL)
    assert len(blocks) >= 20
    for language, block in blocks:
        lines = block.rstrip("\n").split("\n")
        notes = [tuple(line.split("  ", 1)) for line in lines if line[0].isdigit()]
        shown = [line.strip() for line in lines if not line[0].isdigit()]
        rows = resolve_notes([(int(label), label, text) for label, text in notes], language)
        assert [answered(row) for row in rows] == shown


def answered(row):
    parts = [f"note {row['antecedent_ord']}" if row["antecedent_ord"] else "no note", row["resolved_locator"]]
    parts += [f"rule{'s' if ',' in row['rule'] else ''} {row['rule']}", row["confidence"]]
    return f"{row['surface']} → {' · '.join(str(part) for part in parts if part)}"


def test_every_rule_of_the_program_is_explained():
    text = RULES.read_text("utf-8")
    explained = {int(number) for heading in re.findall(r"\*\*Rules? ([\d, ]+)", text) for number in heading.split(",")}
    registered = {number for table in (IBID, IDEM, OPCIT, POINTER) for number in table}
    assert explained >= {int(number) for number in registered} | {7, 8, 18, 19, 20, 21, 22, 23, 24, 26}
    assert {"7a", "7b", "7c", "7d"} <= set(re.findall(r"\*\*(7[a-d])\*\*", text))


def test_a_language_is_added_as_it_says(tmp_path):
    text = HOW_TO.read_text("utf-8")
    terms, edition = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    shown = re.search(r"```\n(note  .*?)```", text, re.DOTALL)[1]
    (tmp_path / "terms").mkdir()
    (tmp_path / "terms" / "sv.toml").write_text(terms, "utf-8")
    (tmp_path / "edition.toml").write_text(
        f'[edition]\ntitle = "T"\nlanguage = "sv"\ntexts = ["*.xml"]\n{edition}', "utf-8"
    )
    notes = [
        "A. Mor, Hamnstäder (Visby 1990), s. 12.",
        "Därst., s. 14.",
        "B. Lind, Flodstäder (Lund 1994), bd. 2, s. 30.",
        "Jfr Mor, a. a., s. 20.",
        "Se not 3 ovan.",
    ]
    body = "".join(f'<p>Ord.<note n="{n}" place="foot">{note}</note></p>' for n, note in enumerate(notes, start=1))
    (tmp_path / "text.xml").write_text(tei(body, language="sv"), "utf-8")

    def run():
        return subprocess.run(
            [sys.executable, "-m", "ibidem", "resolve"], cwd=tmp_path, capture_output=True, text=True, check=False
        ).stdout

    assert shown in run()
    shutil.copy(tmp_path / "edition.toml", tmp_path / "kept")
    (tmp_path / "edition.toml").write_text((tmp_path / "kept").read_text("utf-8").replace(edition, ""), "utf-8")
    assert "no short references" in run()
