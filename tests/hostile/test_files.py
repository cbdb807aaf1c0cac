"""Hostile and broken files, through the command line: one clear finding each, no traceback, in time, and nothing opened that is outside."""

import gzip
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from lxml import etree

from conftest import ROOT, reference, tei

RNG = ROOT / "schema" / "ibidem.rng"
SECONDS = 60
HEAD, TAIL = tei("\0").split("\0")


def ibidem(*arguments, cwd, seconds=SECONDS, **options):
    started = time.monotonic()
    result = subprocess.run(
        [sys.executable, "-m", "ibidem", *arguments], cwd=cwd, capture_output=True, timeout=seconds + 10, check=False, **options
    )  # fmt: skip
    assert time.monotonic() - started < seconds
    assert b"Traceback" not in result.stdout + result.stderr and result.returncode != 3, result.stderr
    return result


def found(folder, *arguments, data=None, name="a.xml", **options):
    if data is not None:
        (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    result = ibidem("validate", "--format", "json", *arguments, name, cwd=folder, **options)
    assert result.stdout, result.stderr
    return json.loads(result.stdout)["findings"]


def declared(entities, body):
    return f"<!DOCTYPE TEI [{entities}]>{tei(body)}"


LAUGHS = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
BAD = {
    "empty": (b"", "not-well-formed"),
    "NUL": (b"<TEI>\0</TEI>", "not-well-formed"),
    "NULs": (b"\0" * 5000, "not-well-formed"),
    "all bytes": (bytes(range(256)) * 10, "not-well-formed"),
    "truncated": (tei("<p>x</p>")[:-30], "not-well-formed"),
    "gzip": (gzip.compress(b" " * 10**7), "not-well-formed"),
    "Latin-1 called UTF-8": ('<?xml version="1.0" encoding="UTF-8"?>' + tei("<p>é</p>")).encode("latin-1"),
    "an unknown encoding": b'<?xml version="1.0" encoding="klingon"?><TEI/>',
    "an encoding of Python's": b'<?xml version="1.0" encoding="rot13"?><TEI/>',
    "UTF-7": b'<?xml version="1.0" encoding="utf-7"?><TEI/>',
    "depth 10,000": (HEAD + "<q>" * 10_000 + "</q>" * 10_000 + TAIL, "not-well-formed"),
    "tags without end": (HEAD + "<q>" * 100_000, "not-well-formed"),
    "a billion laughs": (declared(f'<!ENTITY e0 "ha">{LAUGHS}', "<p>&e11;</p>"), "not-well-formed"),
    "laughs in a value": (declared(f'<!ENTITY e0 "ha">{LAUGHS}', '<p n="&e11;"/>'), "not-well-formed"),
    "a quadratic bomb": (declared(f'<!ENTITY x "{"x" * 10**5}">', "<p>" + "&x;" * 5000 + "</p>"), "not-well-formed"),
    "a circle of entities": (declared('<!ENTITY x "&y;"><!ENTITY y "&x;">', "<p>&x;</p>"), "not-well-formed"),
    "an external entity": (declared('<!ENTITY x SYSTEM "file:///etc/passwd">', "<p>&x;</p>"), "external-not-read"),
    "an entity of the network": (declared('<!ENTITY x SYSTEM "http://127.0.0.1:9/x">', "<p>&x;</p>"), "external-not-read"),
    "a parameter entity": (declared('<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;', "<p>&y;</p>"), "external-not-read"),
    "an undefined entity": (tei("<p>a&nbsp;b</p>"), "not-well-formed"),
    "a long name": (f"<{'x' * 10**6}", "not-well-formed"),
    "quotation marks": ("<TEI n=" + '"x" y=' * 10**5, "not-well-formed"),
    "ampersands": (tei("<p>" + "&" * 10**6), "not-well-formed"),
    "another format": (b'{"a": 1}', "not-well-formed"),
    "another vocabulary": (b"<html/>", "not-tei"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_one_finding(tmp_path, case):
    data, code = BAD[case] if isinstance(BAD[case], tuple) else (BAD[case], "not-well-formed")
    (only,) = found(tmp_path, data=data)
    assert (only["code"], only["severity"]) == (code, "error")
    assert only["line"] >= 1 and only["hint"] and (only["message"] + only["hint"]).isprintable()


GOOD = {
    "carriage returns": tei("<p>a</p>\r<p>b</p>\r"),
    "a mark in the middle": tei("<p>a\ufeffb</p>"),
    "entities of its own": declared('<!ENTITY who "<name>Mikoyan</name>">', "<p>&who; and &who;</p>"),
    "an entity that is not used": declared('<!ENTITY x "y">', "<p>x</p>"),
    "depth 200": HEAD + "<list><item>" * 100 + "x" + "</item></list>" * 100 + TAIL,
}


@pytest.mark.parametrize("case", GOOD)
def test_an_odd_file_is_read(tmp_path, case):
    findings = found(tmp_path, data=GOOD[case])
    assert [it for it in findings if it["severity"] == "error"] == []


def test_places_in_entities_are_those_of_the_reference(tmp_path):
    text = declared(
        "<!ENTITY when \"<date when='1949-02-30'>x</date><blink/>\">", "<p>\n one &when; two</p>\n<p><date>x</date></p>"
    )
    places = {(it["code"], it["line"], it["column"]) for it in found(tmp_path, "--schema", RNG, data=text)}
    assert places == {("date-value", 2, 6), ("element-unknown", 2, 6), ("date-bare", 3, 4)}


def test_a_dtd_outside_is_said_once(tmp_path):
    text = '<!DOCTYPE TEI SYSTEM "http://www.tei-c.org/tei.dtd" [<!ENTITY % x SYSTEM "y.ent">]>\n' + tei("<p>x</p>")
    (only,) = found(tmp_path, data=text)
    assert (only["code"], only["severity"], only["line"]) == ("external-not-read", "warning", 1)
    assert "tei.dtd" in only["message"] and "y.ent" in only["message"]


@pytest.mark.parametrize(
    ("body", "most"),
    [
        ("<p " + " ".join(f'a{n}="1"' for n in range(30_000)) + ">x</p>", 1001),
        ("<p>" + "<date>x</date>" * 30_000 + "</p>", 1000),
        ("<p>" + "<blink/>" * 30_000 + "</p>", 1001),
        ('<p xml:id="a"/>' * 20_000, 2001),
    ],
    ids=["attributes", "dates", "elements", "ids"],
)
def test_faults_without_number_end(tmp_path, body, most):
    assert 0 < len(found(tmp_path, data=tei(body))) <= most


def test_many_namespaces(tmp_path):
    names = " ".join(f'xmlns:a{n}="u{n}"' for n in range(5000))
    assert found(tmp_path, data=tei(f"<p {names}>x</p>")) == []


@pytest.mark.slow
def test_a_million_comments(tmp_path):
    assert found(tmp_path, data=tei("<p>" + "<!--x-->" * 10**6 + "</p>")) == []


@pytest.mark.slow
def test_a_hundred_thousand_attributes(tmp_path):
    names = " ".join(f'a{n}="1"' for n in range(100_000))
    assert len(found(tmp_path, data=tei(f"<p {names}>x</p>"))) == 1001


@pytest.mark.slow
def test_a_line_of_ten_megabytes(tmp_path):
    findings = found(
        tmp_path, "--no-rules", "--schema", RNG, data=tei("<p>" + "word <hi>x</hi> " * 600_000 + "<blink/></p>")
    )
    assert [(it["code"], it["line"]) for it in findings] == [("element-unknown", 1)] and findings[0][
        "column"
    ] > 9_000_000


@pytest.mark.slow
def test_a_text_of_fifty_megabytes(tmp_path):
    (only,) = found(tmp_path, "--schema", RNG, data=tei("<p>" + "x y " * 12_500_000 + "</p>"))
    assert (only["code"], only["severity"]) == ("file-large", "warning")


@pytest.mark.slow
def test_a_text_of_thirty_megabytes(tmp_path):
    assert found(tmp_path, "--schema", RNG, data=tei("<p>" + "x y " * 7_500_000 + "</p>")) == []


@pytest.mark.slow
def test_two_hundred_megabytes(tmp_path):
    with (tmp_path / "a.xml").open("w") as file:
        file.write(HEAD)
        for _ in range(200):
            file.write("<p>A paragraph of a book, with a <name>name</name> in it.</p>\n" * (2**20 // 62))
        file.write(TAIL)
    findings = found(tmp_path, "--no-rules", "--schema", RNG, seconds=300)
    assert findings == []


# ---------- What is no file ----------


def test_what_is_no_file(tmp_path):
    (tmp_path / "good.xml").write_text(tei("<p>x</p>"))
    (tmp_path / "broken.xml").symlink_to("none")
    (tmp_path / "circle.xml").symlink_to("circle.xml")
    (tmp_path / "folder.xml").mkdir()
    os.mkfifo(tmp_path / "pipe.xml")
    (tmp_path / "device.xml").symlink_to("/dev/zero")
    (tmp_path / "secret.xml").symlink_to("/etc/passwd")
    findings = found(tmp_path, name=".")
    assert {(it["file"], it["code"]) for it in findings} == {
        (f"{name}.xml", "not-readable") for name in ("broken", "circle", "pipe", "device", "secret")
    }
    assert "root:" not in json.dumps(findings)
    for name in ("none.xml", "folder.xml", "pipe.xml", "/dev/zero", "/dev/stdin/x"):
        result = ibidem("validate", name, cwd=tmp_path)
        assert result.returncode == 2 and name.rstrip("x").encode() in result.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="everything can be read by root")
def test_what_may_not_be_read(tmp_path):
    (tmp_path / "a.xml").write_text(tei("<p>x</p>"))
    (tmp_path / "a.xml").chmod(0)
    (tmp_path / "folder").mkdir(0)
    assert [it["code"] for it in found(tmp_path, name=".")] == ["not-readable", "not-readable"]


NAMES = [
    "a b.xml",
    "{x}.xml",
    "#1%20.xml",
    "a\nb.xml",
    "a\x1b[31m.xml",
    "é\u202e.xml",
    b"\xff\xfe.xml",
    "-x.xml",
    "'\"&<>.xml",
    "a:b,c.xml",
]


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "sarif", "junit", "github", "checkstyle"])
def test_names_of_files(tmp_path, form):
    for name in NAMES:
        (tmp_path / os.fsdecode(name)).write_text("<TEI>")
    result = ibidem("validate", "--format", form, ".", cwd=tmp_path)
    assert result.returncode == 1
    text = result.stdout.decode()
    assert "\x1b" not in text and ("\u202e" not in text or form in ("json", "jsonl", "sarif"))
    assert text.count("not-well-formed") >= len(NAMES) or form == "junit"
    match form:
        case "json":
            assert len(json.loads(text)["findings"]) == len(NAMES)
        case "jsonl":
            assert len([json.loads(line) for line in text.splitlines()]) == len(NAMES)
        case "sarif":
            results = json.loads(text)["runs"][0]["results"]
            uris = [it["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for it in results]
            assert "%FF%FE.xml" in uris and "a%20b.xml" in uris
        case "junit" | "checkstyle":
            etree.fromstring(result.stdout)
        case "github":
            assert len(text.splitlines()) == len(NAMES)


# ---------- What is outside ----------


@pytest.fixture
def secret(tmp_path):
    (tmp_path / "secret.txt").write_text("SECRET")
    (tmp_path / "secret.xml").write_text(tei('<p xml:id="s">SECRET</p>'))
    (tmp_path / "in").mkdir()
    for name in ("secret.dtd", "in/inner.dtd"):
        (tmp_path / name).write_text('<!ENTITY x "SECRET">')
    return tmp_path / "in"


XI = 'xmlns:xi="http://www.w3.org/2001/XInclude"'


@pytest.mark.parametrize(
    "text",
    [
        tei(f'<p><xi:include {XI} href="../secret.txt" parse="text"/></p>'),
        tei(f'<xi:include {XI} href="../secret.xml" xpointer="s"/>'),
        tei(f'<xi:include {XI} href="link.xml" xpointer="s"/>'),
        tei("<p>x</p>").replace(
            "<sourceDesc>", '<sourceDesc><bibl type="transcription"><ptr target="../secret.txt"/></bibl>'
        ),
        '<?xml-model href="../secret.xml" schematypens="http://relaxng.org/ns/structure/1.0"?>' + tei("<p>x</p>"),
        declared('<!ENTITY x SYSTEM "../secret.txt">', "<p>&x;</p>"),
        '<!DOCTYPE TEI SYSTEM "../secret.dtd">' + tei("<p>&x;</p>"),
        '<!DOCTYPE TEI SYSTEM "inner.dtd">' + tei("<p>&x;</p>"),
    ],
    ids=["text", "XML", "link", "transcription", "schema", "entity", "DTD", "DTD within"],
)
def test_nothing_outside_is_read(secret, text):
    (secret / "link.xml").symlink_to("../secret.xml")
    findings = found(secret, "--xinclude", data=text)
    assert findings and "SECRET" not in json.dumps(findings)


def test_the_parser_opens_no_dtd(secret):
    """Even without the limits of the process."""
    from ibidem.finding import NotReadable
    from ibidem.reading.read import parse

    for system in ("../secret.dtd", (secret / "inner.dtd").as_uri()):
        with pytest.raises(NotReadable, match="is not read"):
            parse(f'<!DOCTYPE TEI SYSTEM "{system}"><TEI>&x;</TEI>'.encode(), "a.xml")


def test_a_pointer_too_long_for_a_file(tmp_path):
    text = tei(f'<p><ref target="{"x" * 10_000}.xml">x</ref><ref target="a%00b">x</ref></p>')
    assert [it["code"] for it in found(tmp_path, "--no-schema", data=text)] == ["pointer-file", "pointer-file"]


def test_a_file_that_grows_is_read_once(tmp_path):
    path = tmp_path / "a.xml"
    path.write_text(tei("<p>x</p>"))
    script = "import time\nwhile True:\n    open(0, 'w').write('<' * 9)\n    time.sleep(0.001)".replace(
        "0, 'w'", f"{str(path)!r}, 'a'"
    )
    writer = subprocess.Popen([sys.executable, "-c", script])
    try:
        assert {it["code"] for it in found(tmp_path)} <= {"not-well-formed"}
    finally:
        writer.kill()
        writer.wait()


@pytest.mark.parametrize("schema", ["ours", "tei_all"])
def test_bad_files_by_relax_ng_alone(tmp_path, schema):
    path = RNG if schema == "ours" else reference("tei/tei_all.rng")
    for number, case in enumerate(BAD):
        data = BAD[case][0] if isinstance(BAD[case], tuple) else BAD[case]
        (tmp_path / f"{number}.xml").write_bytes(data if isinstance(data, bytes) else data.encode())
    findings = [it for it in found(tmp_path, "--no-rules", "--schema", path, name=".") if it["severity"] == "error"]
    assert [Path(it["file"]).name for it in findings] == sorted(f"{number}.xml" for number in range(len(BAD)))
    codes = dict(zip(BAD, (it[1] if isinstance(it, tuple) else "not-well-formed" for it in BAD.values()), strict=True))
    codes["another vocabulary"] = "element-foreign"
    assert [it["code"] for it in findings] == [
        code
        for _, code in sorted(zip(map(str, range(len(BAD))), codes.values(), strict=True), key=lambda it: it[0] + ".")
    ]
