"""Which schemas are taken, what is shown of the findings, and many files at once."""

import json
import os
import signal
import subprocess
import sys
from functools import partial

import click
import pytest
from lxml import etree

from conftest import ROOT, tei
from ibidem.finding import Finding, Severity
from ibidem.formats import FORMATS
from ibidem.pool import validated
from ibidem.report import counts, findings_as_text
from ibidem.select import Selection, patterns
from ibidem.validate import validate_file

RNG = ROOT / "schema" / "ibidem.rng"
MODEL = '<?xml-model href="{}" type="application/xml" schematypens="http://relaxng.org/ns/structure/1.0"?>\n'
DEEP = b'<TEI xmlns="http://www.tei-c.org/ns/1.0">' + b"<div>" * 10_000 + b"</div>" * 10_000 + b"</TEI>"
STRICT = '<element name="TEI" ns="http://www.tei-c.org/ns/1.0" xmlns="http://relaxng.org/ns/structure/1.0"><empty/></element>'


def ibidem(*arguments, cwd, **options):
    return subprocess.run(
        [sys.executable, "-m", "ibidem", *map(str, arguments)], cwd=cwd, capture_output=True, timeout=120, check=False, **options
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "strict.rng").write_text(STRICT)
    return tmp_path


def codes(result):
    return [finding["code"] for finding in json.loads(result.stdout)["findings"]]


# ---------- Which schemas ----------


def test_a_document_names_its_schema(folder):
    (folder / "a.xml").write_text(MODEL.format("strict.rng") + tei("<p>x</p>"))
    result = ibidem("validate", "--format", "json", "a.xml", cwd=folder)
    assert result.returncode == 1 and "element-unknown" in codes(result)
    (folder / "b.xml").write_text(tei("<p>x</p>"))
    assert ibidem("validate", "b.xml", cwd=folder).returncode == 0


def test_the_edition_and_the_user_come_first(folder):
    (folder / "a.xml").write_text(MODEL.format("strict.rng") + tei("<p>x</p>"))
    assert ibidem("validate", "--schema", RNG, "a.xml", cwd=folder).returncode == 0
    (folder / "ours.rng").write_bytes(RNG.read_bytes())
    (folder / "edition.toml").write_text('[edition]\ntitle = "T"\ntexts = ["a.xml"]\nschemas = ["ours.rng"]\n')
    assert ibidem("validate", "a.xml", cwd=folder).returncode == 0


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("https://www.tei-c.org/release/xml/tei/custom/schema/relaxng/tei_all.rng", "on the network"),
        ("../outside.rng", "outside"),
        ("file:///etc/passwd", "outside"),
        ("none.rng", "no such file"),
        ("", "no address"),
        ("http://[::1", "no address"),
        ("a.dtd", "not RELAX NG"),
    ],
)
def test_a_schema_that_is_not_used_is_named(folder, address, why):
    inner = folder / "tei"
    inner.mkdir()
    (folder / "outside.rng").write_text(STRICT)
    (inner / "a.dtd").write_text("")
    (inner / "a.xml").write_text(
        MODEL.format(address).replace("schematypens", "x" if "dtd" in address else "schematypens") + tei("<p>x</p>")
    )
    result = ibidem("validate", "--format", "json", "a.xml", cwd=inner)
    assert codes(result) == ["schema-not-used"] and why in result.stdout.decode() and result.returncode == 0


def test_the_cache_follows_the_schema(folder):
    (folder / "part.rng").write_text(STRICT)
    (folder / "main.rng").write_text('<externalRef href="part.rng" xmlns="http://relaxng.org/ns/structure/1.0"/>')
    (folder / "a.xml").write_text(tei("<p>x</p>"))
    run = partial(ibidem, "validate", "--no-rules", "--schema", "main.rng", "a.xml", cwd=folder)
    assert [run().returncode, run().returncode] == [1, 1]
    (folder / "part.rng").write_bytes(RNG.read_bytes())
    assert run().returncode == 0


def test_a_broken_cache_does_no_harm(folder):
    (folder / "a.xml").write_text(tei("<p>x</p>"))
    run = partial(
        ibidem, "validate", "--no-rules", "--schema", RNG, "a.xml", cwd=folder, env={**os.environ, "IBIDEM_CACHE": str(folder / "kept")}
    )  # fmt: skip
    assert run().returncode == 0
    (entry,) = (folder / "kept" / "grammars").iterdir()
    whole = entry.read_bytes()
    for broken in (b"", whole[:-1], whole[:40] + b"x" + whole[41:]):
        entry.write_bytes(broken)
        assert run().returncode == 0
        assert entry.read_bytes() == whole


# ---------- Input ----------


def test_standard_input(folder):
    good = ibidem("validate", "-", cwd=folder, input=tei("<p>x</p>").encode())
    bad = ibidem("validate", "-", cwd=folder, input=tei("<p>x<blink/></p>").encode())
    assert good.returncode == 0
    assert bad.returncode == 1 and bad.stdout.startswith(b"-:1:")
    named = ibidem("validate", "-", cwd=folder, input=(MODEL.format("strict.rng") + tei("<p>x</p>")).encode())
    assert named.returncode == 1 and b"[attribute-unknown]" in named.stdout


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1251", "koi8-r", "shift_jis", "gb18030", "euc-kr"],
)
def test_encodings(folder, encoding):
    declared = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?>\n' + tei("<p>x<blink/><date when='1949-02-30'/></p>")
    (folder / "a.xml").write_bytes(text.encode(encoding))
    for more in ((), ("--no-rules",)):
        result = ibidem("validate", *more, "--schema", RNG, "--format", "json", "a.xml", cwd=folder)
        assert codes(result) == ["element-unknown", "date-value"], result.stdout


@pytest.mark.parametrize(
    "data", [b"", b"<TEI", b"\x00\x01", b'<?xml version="1.0" encoding="none"?><TEI/>', b"\xff\xfe<", DEEP]
)
def test_a_bad_file_is_one_finding_in_every_lane(folder, data):
    (folder / "a.xml").write_bytes(data)
    for more in ((), ("--no-rules",)):
        result = ibidem("validate", *more, "--schema", RNG, "--format", "json", "a.xml", cwd=folder)
        assert result.returncode == 1 and codes(result) == ["not-well-formed"], result.stderr


# ---------- Many files ----------


def kill_on_seven(path):
    if path.name == "7.xml":
        os.kill(os.getpid(), signal.SIGKILL)
    return [Finding("seen", Severity.INFO, "Seen.", file=str(path))]


def test_a_file_that_kills_its_worker_costs_itself(tmp_path):
    files = [tmp_path / f"{number}.xml" for number in range(40)]
    found = dict(validated(files, kill_on_seven))
    assert list(found) == files
    assert {path.name: [f.code for f in got] for path, got in found.items() if got[0].code != "seen"} == {
        "7.xml": ["not-checked"]
    }


def test_a_bad_file_does_not_stop_the_rest(folder):
    for number in range(10):
        (folder / f"{number}.xml").write_text(tei("<p>x</p>"))
    (folder / "3.xml").write_text("<TEI>")
    os.mkfifo(folder / "pipe.xml")
    result = ibidem("validate", "--format", "json", ".", cwd=folder)
    assert sorted(codes(result)) == ["not-readable", "not-well-formed"]
    assert json.loads(result.stdout)["files"] == 11


# ---------- What is shown ----------

FINDINGS = [
    Finding("date-order", Severity.ERROR, "Wrong: a,b\x9b <&>.", "50 % sure.", "a b/é.xml", 3, 5, "//p", excerpt="  <p>\x9bé</p>"),
    Finding("date-bare", Severity.WARNING, "Bare.", "", "a b/é.xml", 9, 1, "//q"),
    Finding("note-id", Severity.INFO, "No id.", "", "other.xml"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("selection", "left"),
    [
        (Selection(), ["date-order", "date-bare", "note-id"]),
        (Selection(Severity.WARNING), ["date-order", "date-bare"]),
        (Selection(select=patterns(["date-*"]), ignore=patterns(["x,date-bare"])), ["date-order"]),
    ],
)
def test_selection(selection, left):
    assert [finding.code for finding in selection.keep(FINDINGS)] == left


def test_what_cannot_be_read_is_always_shown():
    broken = Finding("not-well-formed", Severity.ERROR, "Broken.")
    assert Selection(select=("date-*",)).keep([broken]) == [broken]


@pytest.mark.parametrize("form", FORMATS)
def test_no_format_writes_controls(form):
    assert "\x9b" not in FORMATS[form](FINDINGS, [])


def test_sarif():
    (run,) = json.loads(FORMATS["sarif"](FINDINGS, []))["runs"]
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note"]
    first = run["results"][0]
    assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == first["ruleId"] == "date-order"
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a%20b/%C3%A9.xml"
    assert place["region"]["startLine"] == 3 and place["region"]["startColumn"] == 5
    assert "region" not in run["results"][2]["locations"][0]["physicalLocation"]


def test_junit_and_checkstyle_are_xml(tmp_path):
    files = [tmp_path / "clean.xml"]
    junit = etree.fromstring(FORMATS["junit"](FINDINGS, files).encode())
    assert junit[0].get("tests") == "3" and junit[0].get("failures") == "1"
    checkstyle = etree.fromstring(FORMATS["checkstyle"](FINDINGS, files).encode())
    assert [len(file) for file in checkstyle] == [0, 2, 1]


def test_github():
    first = FORMATS["github"](FINDINGS, []).splitlines()[0]
    assert first.startswith("::error file=a b/é.xml,line=3,col=5,title=date-order::Wrong: a,b")
    assert first.endswith("50 %25 sure.")


def test_a_caret_stands_below_the_place():
    def shown(excerpt, column):
        finding = Finding("x", Severity.ERROR, "X.", file="f", line=1, column=column, excerpt=excerpt)
        return [line.removeprefix("    | ") for line in click.unstyle(findings_as_text([finding])).splitlines()[1:3]]

    assert shown("\t  <p>x</p>", 4) == ["<p>x</p>", "^"]
    assert shown("<p>中文<b/></p>", 6) == ["<p>中文<b/></p>", "       ^"]
    assert shown("<p>e\u0301<b/></p>", 6) == ["<p>e\u0301<b/></p>", "    ^"]
    assert shown("<p>שלום<b/></p>", 8) == ["… <b/></p>", "  ^"]
    assert shown("<p>a\u200c<b/></p>", 6)[1] == "    ^"
    text, caret = shown("<p>" + "x" * 500 + "<b/>" + "y" * 500, 504)
    assert text.startswith("… ") and text.endswith(" …") and text[caret.index("^") :].startswith("<b/>")


def test_what_is_the_same_is_folded_for_a_person_only():
    findings = [
        Finding("attribute-empty", Severity.ERROR, "p/@n is empty.", "Hint.", "f.xml", line, 1, f"//p[{line}]")
        for line in range(1, 40)
    ]
    text = click.unstyle(
        findings_as_text([*findings, Finding("x", Severity.ERROR, "X.", file="f.xml", line=99, column=1)])
    )
    assert text.count("p/@n is empty.") == 1 and text.splitlines()[0].startswith("f.xml:1:1: error: ")
    assert (
        "38 more of the same in this file, in lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 and 26 others."
        in " ".join(text.split())
    )
    assert text.splitlines()[-1] == "f.xml:99:1: error: X. [x]"
    assert len(json.loads(FORMATS["sarif"](findings, []))["runs"][0]["results"]) == 39
    assert findings_as_text(findings[:3]).count("p/@n is empty.") == 3


def test_where_to_read_on(folder):
    (folder / "a.xml").write_text(tei('<p xml:id="p1"><date when="1949-02-30">x</date><blink/></p>'))
    run = partial(ibidem, "validate", "--schema", RNG, "a.xml", cwd=folder)
    guidelines = "https://www.tei-c.org/release/doc/tei-p5-doc/en/html/"
    assert f"    near #p1  {guidelines}ref-date.html" in run().stdout.decode().splitlines()
    found = json.loads(ibidem("validate", "--schema", RNG, "--format", "json", "a.xml", cwd=folder).stdout)["findings"]
    assert [(it["code"], it["about"], it["see"]) for it in found] == [
        ("date-value", "@when", f"{guidelines}ref-date.html"),
        ("element-unknown", "blink", f"{guidelines}USE.html"),
    ]
    sarif = json.loads(ibidem("validate", "--schema", RNG, "--format", "sarif", "a.xml", cwd=folder).stdout)
    rules = sarif["runs"][0]["tool"]["driver"]["rules"]
    assert [(rule["id"], rule["helpUri"]) for rule in rules] == [
        ("date-value", f"{guidelines}CO.html"),
        ("element-unknown", f"{guidelines}USE.html"),
    ]
    assert all(
        rule["shortDescription"]["text"] and rule["fullDescription"]["text"] and rule["help"]["text"] for rule in rules
    )


def test_counts():
    table = counts(FINDINGS).splitlines()
    assert len(table) == 4 and table[1].split() == ["date-bare", "warning", "1", "1"]


def test_an_external_entity_is_not_followed_and_said(folder):
    (folder / "a.xml").write_text('<!DOCTYPE TEI [<!ENTITY x SYSTEM "strict.rng">]>' + tei("<p>&x;</p>"))
    for more in ((), ("--no-rules",)):
        result = ibidem("validate", *more, "--schema", RNG, "--format", "json", "a.xml", cwd=folder)
        assert codes(result) == ["external-not-read"], result.stdout


def test_many_faults_end(folder):
    (folder / "a.xml").write_text(tei("<p>" + "<blink/>" * 3000 + "</p>"))
    result = ibidem("validate", "--no-rules", "--schema", RNG, "--format", "json", "a.xml", cwd=folder)
    assert len(codes(result)) == 1001


def test_a_large_file_is_checked_by_its_grammar(folder, monkeypatch):
    from ibidem import validate

    monkeypatch.setattr(validate, "LARGEST", 100)
    (folder / "a.xml").write_text(tei("<p><date when='1949-02-30'/><date>x</date><blink/></p>"))
    found = {finding.code for finding in validate.validate_file(folder / "a.xml", [RNG])}
    assert found == {"file-large", "element-unknown", "date-value"}  # and not date-bare, which is a rule


def test_a_schema_is_found_in_utf_16(folder):
    text = '<?xml version="1.0" encoding="utf-16"?>\n' + MODEL.format("strict.rng") + tei("<p>x</p>")
    (folder / "a.xml").write_bytes(text.encode("utf-16"))
    assert ibidem("validate", "a.xml", cwd=folder).returncode == 1


def test_a_large_file_without_a_grammar_does_not_pass(folder, monkeypatch):
    from ibidem import validate

    monkeypatch.setattr(validate, "LARGEST", 100)
    (folder / "a.xml").write_text(tei("<p/>"))
    (found,) = validate.validate_file(folder / "a.xml", [])
    assert (found.code, found.severity) == ("file-large", Severity.ERROR)


def test_an_excerpt_is_in_the_encoding_of_the_file(folder):
    text = '<?xml version="1.0" encoding="windows-1251"?>\n' + tei("<p>Москва<blink/></p>")
    (folder / "a.xml").write_bytes(text.encode("windows-1251"))
    result = ibidem("validate", "--schema", RNG, "a.xml", cwd=folder)
    assert "Москва<blink/>" in result.stdout.decode()


def test_a_pointer_that_is_no_address_is_said(folder):
    (folder / "a.xml").write_text(tei('<p><ref target="http://[::1">x</ref></p>'))
    assert codes(ibidem("validate", "--no-schema", "--format", "json", "a.xml", cwd=folder)) == ["pointer-uri"]


def test_names_without_number_cost_little(folder):
    """Neither unknown elements nor unknown attributes leave anything behind once their faults are counted."""
    elements = "".join(f"<x{number}/>" for number in range(50_000))
    attributes = " ".join(f'x{number}=""' for number in range(50_000))
    (folder / "a.xml").write_text(tei(f"<p {attributes}>x</p><p>{elements}</p>"))
    result = ibidem("validate", "--schema", RNG, "--format", "json", "a.xml", cwd=folder)
    assert len(codes(result)) == 1001


def test_a_place_far_along_a_line_is_shown(folder):
    before = "".join(f"<p>{number}</p>" for number in range(2000))
    (folder / "a.xml").write_text(tei(f'{before}<p>here <ref target="#none">x</ref></p>'))
    finding = next(it for it in validate_file(folder / "a.xml", []) if it.code == "pointer-target")
    line, caret = click.unstyle(findings_as_text([finding])).split("\n")[1:3]
    assert line[caret.index("^") :].startswith('<ref target="#none">')
    assert len(finding.excerpt) <= 2000
