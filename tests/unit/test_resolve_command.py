"""`ibidem resolve` as it is called: what it reads, what it prints, how it ends."""

import csv
import io
import json
import os
import subprocess
import sys

import pytest

from conftest import ROOT, tei
from ibidem.answers import shortened

BOOK = "J. Miller, The Long Road (London 1951), p. 12."
TEXTS = {
    "a.xml": tei(f'<p>A.<note n="1" xml:id="n1">{BOOK}</note> B.<note n="2" xml:id="n2">Ibid., p. 14.</note></p>'),
    "a.txt": f"A.1 B.2\n\n1. {BOOK}\n2. Ibid., p. 14.\n",
    "a.md": f"A.[^1] B.[^2]\n\n[^1]: {BOOK}\n\n[^2]: Ibid., p. 14.\n",
    "a.json": json.dumps({"doc": "a", "lang": "en", "notes": [{"ord": 1, "text": BOOK}, {"ord": 2, "text": "Ibid., p. 14."}]}),
}
FIELDS = {
    "doc", "note_ord", "start", "end", "surface", "kind", "antecedent_ord", "same_note", "resolved_source", "resolved_locator", "rule",
    "confidence", "explanation",
}  # fmt: skip


def resolve(*arguments, cwd=ROOT, given=None):
    result = subprocess.run(
        [sys.executable, "-m", "ibidem", "resolve", *map(str, arguments)],
        cwd=cwd, capture_output=True, text=True, timeout=120, input=given, check=False, encoding="utf-8",
    )  # fmt: skip
    assert "Traceback" not in result.stdout + result.stderr
    return result


@pytest.fixture
def folder(tmp_path):
    for name, content in TEXTS.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", TEXTS)
def test_every_form_gives_the_same_rows(folder, name):
    [row] = [json.loads(line) for line in resolve("--format", "jsonl", name, cwd=folder).stdout.splitlines()]
    assert set(row) >= FIELDS
    assert (row["doc"], row["note_ord"], row["surface"], row["antecedent_ord"]) == ("a", 2, "Ibid., p. 14", 1)
    assert (row["start"], row["end"], row["resolved_locator"], row["same_note"]) == (0, 12, "p. 14", False)
    assert row["resolved_source"].startswith("J. Miller, The Long Road")


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_piped_in(folder, name):
    result = resolve("-", cwd=folder, given="\n" + TEXTS[name])
    assert result.returncode == 0 and "1 of 1 short references resolved" in result.stdout


def test_several_files_and_a_folder(folder):
    (folder / "b.xml").write_text("<TEI>")
    result = resolve("a.txt", ".", "*.json", cwd=folder)
    assert result.returncode == 1
    assert [name in result.stdout for name in ("a.txt: 1 of 1", "a.xml: 1 of 1", "a.json: 1 of 1", "b.xml:1:6: error:")] == [True] * 4


def test_a_link_that_leads_out_of_the_folder_is_not_followed(folder, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "x.xml"
    elsewhere.write_text(TEXTS["a.xml"])
    (folder / "link.xml").symlink_to(elsewhere)
    result = resolve("--write", ".", cwd=folder)
    assert result.returncode == 1 and "link.xml: it is a link that leads out" in result.stdout
    assert elsewhere.read_text() == TEXTS["a.xml"]


def test_one_bad_article_does_not_stop_the_others(folder):
    (folder / "bad.json").write_text("[1]")
    result = resolve("bad.json", "a.md", cwd=folder)
    assert result.returncode == 1 and "bad.json: no list of notes" in result.stderr and "1 of 1" in result.stdout
    assert resolve("bad.json", cwd=folder).returncode == 2


def test_formats_of_the_article():
    path = "tei/mikoyan-1949-ii.xml"
    as_json = json.loads(resolve("--format", "json", path).stdout)
    lines = [json.loads(line) for line in resolve("--format", "jsonl", path).stdout.splitlines()]
    table = list(csv.DictReader(io.StringIO(resolve("--format", "csv", path).stdout)))
    assert as_json == lines and len(lines) == len(table) == 26
    assert [row["surface"] for row in table] == [row["surface"] for row in lines]
    assert all(line["antecedent_ord"] and line["work_id"] for line in lines)


def test_csv_without_references_has_its_header(folder):
    (folder / "none.txt").write_text("A.1\n\n1. Nothing.\n")
    assert resolve("--format", "csv", "none.txt", cwd=folder).stdout.startswith("doc,note_ord,note,")
    assert json.loads(resolve("--format", "json", "none.txt", cwd=folder).stdout) == []
    assert resolve("--format", "jsonl", "none.txt", cwd=folder).stdout == ""


def test_no_cell_is_a_formula(folder):
    notes = [{"ord": 1, "id": "=cmd()", "text": BOOK}, {"ord": 2, "id": "@x", "text": "Ibid., p. 14."}]
    (folder / "=a.json").write_text(json.dumps({"doc": '=HYPERLINK("x")', "lang": "en", "notes": notes}))
    [row] = csv.DictReader(io.StringIO(resolve("--format", "csv", "./=a.json", cwd=folder).stdout))
    assert row["doc"] == "'=HYPERLINK(\"x\")" and row["note_id"] == "'@x"
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())


def test_offsets_are_those_in_the_note(make, tmp_path):
    full = '<note n="1" xml:id="n1"><bibl xml:id="n1.b1" type="full">J. Miller, The Long Road (London 1951), p. 12</bibl>.</note>'
    make(f'<p>{full}<note n="2" xml:id="n2">See also <bibl xml:id="n2.b1" type="short" resp="#me">Ibid., p. 14</bibl>.</note></p>')
    [row] = json.loads(resolve("--format", "json", "text.xml", cwd=tmp_path).stdout)
    assert (row["start"], row["end"], row["decided_by"]) == (9, 21, "#me")


def test_the_table_is_a_hundred_characters_wide(folder):
    long = "J. Miller, " + "The Long Road from the East to the West and Back Again " * 4 + "(London 1951), vol. 7, p. 12."
    (folder / "long.txt").write_text(f"A.1 B.2\n\n1. {long}\n2. Ibid., vol. 8, pp. 1140-1152, and p. 1160.\n")
    lines = resolve("long.txt", cwd=folder).stdout.splitlines()
    assert max(map(len, lines)) <= 100 and "…" in lines[1]


def test_shortened():
    assert shortened("short", 10) == "short"
    assert shortened("Foreign Relations of the United States, 1949, China, VIII", 29) == "Foreign Relations of … VIII"
    assert all(len(shortened("x" * 50, width)) <= width for width in range(4, 50))


def test_unresolved_is_no_error(folder):
    (folder / "u.txt").write_text("A.1\n\n1. Ibid., p. 3.\n")
    result = resolve("u.txt", cwd=folder)
    assert result.returncode == 0
    assert "note 1: “Ibid., p. 3” is unresolved: Ibid" in result.stdout
    assert "0 of 1 short references resolved" in result.stdout


def test_write_and_check(folder):
    assert resolve("--check", "a.xml", cwd=folder).returncode == 1
    assert "recorded: notes 1, 2." in resolve("--write", "a.xml", cwd=folder).stdout
    written = (folder / "a.xml").read_bytes()
    assert b'<ref type="precedingWork" target="#n1.b1">Ibid</ref>' in written
    assert resolve("--check", "a.xml", cwd=folder).returncode == 0
    assert "up to date" in resolve("--write", "a.xml", cwd=folder).stdout
    assert (folder / "a.xml").read_bytes() == written


def test_only_tei_files_are_written(folder):
    for name in ("a.txt", "a.json"):
        result = resolve("--write", name, cwd=folder)
        assert result.returncode == 2 and "recorded in TEI files only" in result.stderr
    assert resolve("--write", "-", cwd=folder, given=TEXTS["a.xml"]).returncode == 2


@pytest.mark.parametrize("pair", [("--write", "--check"), ("--explain=1", "--check"), ("--against=HEAD", "--write")])
def test_what_excludes_each_other(folder, pair):
    result = resolve(*pair, "a.xml", cwd=folder)
    assert result.returncode == 2 and "exclude each other" in result.stderr


def test_terms_of_the_edition_hold_for_articles(folder):
    (folder / "t.txt").write_text(f"A.1 B.2\n\n1. {BOOK}\n2. Tamtu, p. 14.\n")
    assert "no short references" in resolve("t.txt", cwd=folder).stdout
    (folder / "edition.toml").write_text('[edition]\ntitle = "T"\ntexts = ["a.xml"]\n[citations]\nterms = ["my.toml"]\n')
    (folder / "my.toml").write_text('[signs]\nibid = ["Tamtu"]\n')
    result = resolve("t.txt", cwd=folder)
    assert "1 of 1 short references resolved" in result.stdout, result.stdout + result.stderr


# ---------- --explain ----------


def test_the_whole_chain_is_told():
    result = resolve("--explain", "n14", "tei/mikoyan-1949-ii.xml")
    assert result.returncode == 0
    assert resolve("--explain", "14", "tei/mikoyan-1949-ii.xml").stdout == result.stdout
    steps = [line.strip() for line in result.stdout.splitlines()]
    assert steps[0] == "Note 14: “Ibid.”"
    assert [line for line in steps if line[:2] in ("1.", "2.", "3.", "4.")] == [
        "1. Note 14 says “Ibid.”", "2. Note 13 says “Ibid, p. 57”.", "3. Note 12 cites it in full: “APRF, F. 30, Op. 1, case 9, p. 58.”",
    ]  # fmt: skip
    assert "p. 57 is inherited from note 13." in steps and "Confidence: high." in steps
    assert steps[-1] == "So “Ibid.” in note 14 stands for APRF, F. 30, Op. 1, D. 9, p. 57."


def test_what_was_not_taken_is_told_with_the_reason(folder):
    file = "State Archive, F. 39, Op. 1, D. 39, p. 47"
    (folder / "c.txt").write_text(f"A.1 B.2\n\n1. A. Novak, Letters from Brno (Prague 1933), p. 80; {file}; {BOOK}\n2. Ibid., D. 40.\n")
    shown = resolve("--explain", "2", "c.txt", cwd=folder).stdout
    assert "“State Archive, F. 39" in shown.partition("It takes the work from note 1")[2].partition("\n")[0]
    assert "Rule 3: " in shown and "it can have no D. 40." in shown and "Tried before, without finding anything" in shown


def test_a_note_that_is_not_there_is_said():
    result = resolve("--explain", "n99", "tei/mikoyan-1949-ii.xml")
    assert result.returncode == 2 and "there is no note “n99”. Its notes are 1 (n1) to 40 (n40)." in result.stderr


def test_a_note_without_short_references(folder):
    assert "has no short reference. It cites “J. Miller" in resolve("--explain", "1", "a.txt", cwd=folder).stdout


# ---------- --against ----------


def git(folder, *arguments):
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(
        ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", *arguments],
        cwd=folder, check=True, capture_output=True, env=environment,
    )  # fmt: skip


@pytest.fixture
def repository(tmp_path):
    (tmp_path / "tei").mkdir()
    article = (ROOT / "tei" / "mikoyan-1949-ii.xml").read_bytes()
    (tmp_path / "tei" / "text.xml").write_bytes(article)
    (tmp_path / "a.txt").write_text(TEXTS["a.txt"])
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "One")
    return tmp_path


def test_nothing_moved(repository):
    result = resolve("--against", "HEAD", "tei/text.xml", "a.txt", cwd=repository)
    assert result.returncode == 0 and result.stdout.count("what it stood for in HEAD") == 2


def test_an_inserted_note_moves_an_ibid(repository):
    path = repository / "tei" / "text.xml"
    new = '<note xml:id="n9a" n="9a" place="end" type="citation">J. Miller, The Long Road (London 1951), p. 12.</note>'
    data = path.read_text(encoding="utf-8")
    assert data.count('<note xml:id="n10"') == 1
    path.write_text(data.replace('<note xml:id="n10"', new + '<note xml:id="n10"'), encoding="utf-8")
    result = resolve("--against", "HEAD", "tei/text.xml", cwd=repository)
    assert result.returncode == 1
    assert result.stdout.startswith("tei/text.xml: note 10: “Ibid, p. 37” meant APRF, F. 39, Op. 1, D. 39 (note 9), now J. Miller, The Long Road")
    assert "(note 9a, new)." in result.stdout and len(result.stdout.splitlines()) == 1
    [row] = json.loads(resolve("--against", "HEAD", "--format", "json", "tei/text.xml", cwd=repository).stdout)
    assert (row["note"], row["before_note"], row["now_note"]) == ("10", "9", "9a")


def test_a_deleted_note_and_notes_numbered_anew(repository):
    path = repository / "a.txt"
    path.write_text(f"A.1 B.2 C.3\n\n1. {BOOK}\n2. A. Novak, Letters from Brno (Prague 1933), p. 80.\n3. Ibid., p. 14.\n")
    inserted = resolve("--against", "HEAD", "a.txt", cwd=repository)
    assert inserted.returncode == 1 and "note 3: “Ibid., p. 14” meant J. Miller" in inserted.stdout and "(note 2, new)" in inserted.stdout
    path.write_text("A.1\n\n1. Ibid., p. 14.\n")
    assert "now nothing that is known" in resolve("--against", "HEAD", "a.txt", cwd=repository).stdout
    path.write_text(f"A.1 B.2 C.3\n\n1. A comment.\n2. {BOOK}\n3. Ibid., p. 14.\n")  # all moved together
    assert resolve("--against", "HEAD", "a.txt", cwd=repository).returncode == 0


def test_a_changed_note_and_an_inherited_place(repository):
    path = repository / "tei" / "text.xml"
    data = path.read_text(encoding="utf-8")
    before, note, after = data.partition('<note xml:id="n4"')
    path.write_text(before + note + after.replace("47", "48", 3), encoding="utf-8")
    result = resolve("--against", "HEAD", "tei/text.xml", cwd=repository)
    assert result.returncode == 1 and "note 5: “Ibid.” meant APRF, F. 39, Op. 1, D. 39, p. 47 (note 4), now APRF, F. 39, Op. 1, D. 39, p. 48 (note 4, changed)" in result.stdout


@pytest.mark.parametrize(
    "revision", ["nope", "--output=pwned", "-h", "HEAD:a.txt", "", "HEAD^{/x", "HEAD\nHEAD", "$(touch pwned)", "; touch pwned", "HEAD..HEAD", "@{upstream}"]
)
def test_a_revision_that_is_none(repository, revision):
    result = resolve(f"--against={revision}", "a.txt", cwd=repository)
    assert result.returncode == 2 and "git knows no such revision" in result.stderr
    assert not (repository / "pwned").exists()


def test_no_filter_of_the_repository_is_run(repository):
    (repository / ".gitattributes").write_text("*.txt diff=evil filter=evil\n")
    git(repository, "config", "diff.evil.textconv", "touch pwned; cat")
    git(repository, "config", "filter.evil.smudge", "touch pwned; cat")
    git(repository, "config", "core.fsmonitor", "touch pwned")
    assert resolve("--against", "HEAD", "a.txt", cwd=repository).returncode == 0
    assert not (repository / "pwned").exists()


def test_a_file_that_is_not_in_the_revision(repository):
    (repository / "new.txt").write_text(TEXTS["a.txt"])
    result = resolve("--against", "HEAD", "new.txt", cwd=repository)
    assert result.returncode == 2 and "new.txt: this file is not in revision HEAD" in result.stderr


def test_no_repository(folder):
    result = resolve("--against", "HEAD", "a.txt", cwd=folder)
    assert result.returncode == 2 and "not in a git repository" in result.stderr
    assert resolve("--against", "HEAD", "-", cwd=folder, given=TEXTS["a.txt"]).returncode == 2
