"""Which schemas a document names, by which way, and which of them are used."""

import json
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from conftest import ROOT, reference, tei
from ibidem.schemas.association import associations
from ibidem.schemas.model import Kind, Schema, by_suffix, of_bytes

RNG, SCH, XSD = (
    "http://relaxng.org/ns/structure/1.0", "http://purl.oclc.org/dsdl/schematron", "http://www.w3.org/2001/XMLSchema"
)  # fmt: skip
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"'
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
EMPTY = f'<element name="{{}}" xmlns="{RNG}"><empty/></element>'
NEVER = f'<schema xmlns="{SCH}"><pattern><rule context="/*"><assert id="never" test="false()">Never.</assert></rule></pattern></schema>'


def named(data):
    return [(each.address, each.kind) for each in associations(data.encode()).named]


def ibidem(*arguments, cwd, **options):
    return subprocess.run(
        [sys.executable, "-m", "ibidem", *map(str, arguments)], cwd=cwd, capture_output=True, timeout=120, check=False, **options
    )  # fmt: skip


def findings(result):
    assert result.returncode in (0, 1), result.stderr
    return json.loads(result.stdout)["findings"]


check = partial(ibidem, "validate", "--format", "json")

# ---------- How a document names them ----------


@pytest.mark.parametrize(
    ("pseudo", "kind"),
    [
        (f'href="a.xml" schematypens="{RNG}"', Kind.RELAXNG),
        (f"schematypens = '{SCH}'\n href = 'a.rng' type='application/xml'", Kind.SCHEMATRON),
        (f'href="a" schematypens=" {XSD} "', Kind.XSD),
        ('href="a" type="application/relax-ng-compact-syntax; charset=utf-8"', Kind.COMPACT),
        (f'href="a.rnc" type="application/relax-ng-compact-syntax" schematypens="{RNG}"', Kind.RELAXNG),
        ('href="a.RNG?v=1#x"', Kind.RELAXNG),
        ('href="a.xml" type="application/xml" title="A" charset="utf-8" group="g"', None),
        ('href="a.dtd" type="application/xml-dtd"', None),
        ('href="a.rng" schematypens="urn:other"', Kind.RELAXNG),
    ],
)
def test_the_kind_is_said_by_namespace_type_and_suffix(pseudo, kind):
    [each] = associations(f"<?xml-model {pseudo}?><x/>".encode()).named
    assert each.kind is kind


def test_an_instruction_keeps_its_order_its_line_its_phase():
    data = (
        f'<?xml version="1.0"?>\n<?xml-model href="a.sch" phase="final"?>\n<!-- c --><?xml-model href="b.rng"?>{TEI}/>'
    )
    found = associations(data.encode()).named
    assert [(each.address, each.line, each.phase) for each in found] == [("a.sch", 2, "final"), ("b.rng", 3, "")]


def test_references_in_an_instruction():
    data = '<?xml-model href="a.rng?x=1&amp;y=&#x32;&quot;&bad;&#xFFFFFF;"?><x/>'
    assert named(data) == [('a.rng?x=1&y=2"&bad;&#xFFFFFF;', Kind.RELAXNG)]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (f'{TEI}><?xml-model href="a.rng"?></TEI>', []),
        (f'{TEI}/><?xml-model href="a.rng"?>', []),
        ('<?oxygen RNGSchema="a.rng" type="xml"?><x/>', [("a.rng", Kind.RELAXNG)]),
        ('<?oxygen RNGSchema="a.rnc" type="compact"?><x/>', [("a.rnc", Kind.COMPACT)]),
        (
            '<?oxygen RNGSchema="a.rng" type="xml"?><?oxygen SCHSchema="a.sch"?><x/>',
            [("a.rng", Kind.RELAXNG), ("a.sch", Kind.SCHEMATRON)],
        ),
        ('<?oxygen RNGSchema="a.rng" SCHSchema="b.xml"?><x/>', [("a.rng", Kind.RELAXNG), ("b.xml", Kind.SCHEMATRON)]),
        (f'<x {XSI} xsi:noNamespaceSchemaLocation=" a.xsd "/>', [("a.xsd", Kind.XSD)]),
        (f'<x {XSI} xsi:schemaLocation="urn:x a.xsd"/>', []),
        (f'<x xmlns="urn:x" {XSI} xsi:schemaLocation="urn:y y.xsd\n urn:x a"/>', [("a", Kind.XSD)]),
        (f'<x xmlns="urn:x" {XSI} xsi:schemaLocation="urn:y y.xsd urn:x"/>', []),
        (f'<x xmlns="urn:x" {XSI} xsi:schemaLocation="urn:x a.xsd urn:x b.xsd"/>', [("a.xsd", Kind.XSD)]),
        (f'<x><y {XSI} xsi:noNamespaceSchemaLocation="a.xsd"/></x>', []),
        # the first way that is used holds
        (f'<?xml-model href="a.rng"?><?oxygen RNGSchema="b.rng"?><x {XSI} xsi:noNamespaceSchemaLocation="c.xsd"/>', [("a.rng", Kind.RELAXNG)]),
        (f'<?oxygen RNGSchema="b.rng"?><x {XSI} xsi:noNamespaceSchemaLocation="c.xsd"/>', [("b.rng", Kind.RELAXNG)]),
        ("", []),
        ("<x", []),
    ],
)  # fmt: skip
def test_ways(data, expected):
    assert named(data) == expected


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ('<schemaRef type="interchangeRNG" url="a.rng"/>', [("a.rng", Kind.RELAXNG)]),
        ('<schemaRef url="a.xml"/>', [("a.xml", None)]),
        ('<schemaRef type="projectODD" url="a.odd"/><schemaRef url="a.sch"/>', [("a.sch", Kind.SCHEMATRON)]),
        ('<schemaRef type="projectODD" url="a.xml"/>', []),
        ('<schemaRef key="x"/>', []),
    ],
)
def test_schema_ref(reference, expected):
    header = f"<teiHeader><fileDesc/><encodingDesc>{reference}</encodingDesc></teiHeader>"
    assert named(f"{TEI}>{header}<text/></TEI>") == expected
    assert named(f"{TEI}><text>{header}</text></TEI>") == []  # not the header of this document
    assert named(f'<?xml-model href="m.rng"?>{TEI}>{header}</TEI>') == [("m.rng", Kind.RELAXNG)]


def test_schema_ref_follows_xml_base():
    header = '<teiHeader xml:base="c/"><encodingDesc><schemaRef url="a.rng"/></encodingDesc></teiHeader>'
    [each] = associations(f'{TEI} xml:base="http://a/b/x.xml">{header}</TEI>'.encode()).named
    assert each.bases == ("http://a/b/x.xml", "c/")


@pytest.mark.parametrize("base", ["http://[", "%00", "file:///etc/", "::"])
def test_a_base_that_is_none(tmp_path, base):
    header = f'<teiHeader xml:base="{base}"><encodingDesc><schemaRef xml:base="{base}" url="passwd"/></encodingDesc></teiHeader>'
    (tmp_path / "a.xml").write_text(f'{TEI} xml:base="{base}">{header}</TEI>')
    assert findings(check("--no-rules", "a.xml", cwd=tmp_path))[0]["code"] == "schema-not-used"


def test_bases_within_each_other(tmp_path):
    (tmp_path / "x.rng").write_text(EMPTY.format("y"))
    (tmp_path / "main.rng").write_text(
        f'<grammar xmlns="{RNG}" xml:base="s/"><start><externalRef xml:base="../" href="x.rng"/></start></grammar>'
    )
    header = (
        '<teiHeader xml:base="t/"><encodingDesc><schemaRef xml:base="../" url="main.rng"/></encodingDesc></teiHeader>'
    )
    (tmp_path / "a.xml").write_text(f"{TEI}>{header}</TEI>")
    assert findings(check("--no-rules", "a.xml", cwd=tmp_path))[0]["code"] == "element-foreign"


def test_no_more_is_read_than_names_a_schema():
    assert associations(f'{TEI}><teiHeader/><text><?xml-model href="a.rng"?></wrong>'.encode()).named == []


def test_kinds():
    assert by_suffix("http://a/b.SCH?x#y") is Kind.SCHEMATRON and by_suffix("a.rng/b") is None
    assert of_bytes(f'<a:x xmlns:a="{RNG}"/>'.encode()) is Kind.RELAXNG
    assert of_bytes(b"<x/>") is None and of_bytes(b"start = x") is None and of_bytes(b"") is None
    assert Schema(Path("a"), Kind.XSD) == Schema(Path("a"), Kind.XSD)


# ---------- Which of them are used ----------


def test_several_of_several_kinds_all_apply(tmp_path):
    (tmp_path / "a.rng").write_text(EMPTY.format("y"))
    (tmp_path / "b.xml").write_text(NEVER)
    models = f'<?xml-model href="a.rng"?><?xml-model href="b.xml" schematypens="{SCH}"?>'
    (tmp_path / "a.xml").write_text(models + "<x><z/></x>")
    assert {each["code"] for each in findings(check("a.xml", cwd=tmp_path))} == {"element-unknown", "never"}
    (tmp_path / "a.xml").write_text(models + "<y/>")
    assert {each["code"] for each in findings(check("a.xml", cwd=tmp_path))} == {"never"}


@pytest.mark.parametrize(
    ("content", "code"),
    [(EMPTY.format("y"), "element-unknown"), (NEVER, "never"), (f'<schema xmlns="{XSD}"/>', "element-foreign")],
)
def test_a_schema_by_its_content_alone(tmp_path, content, code):
    (tmp_path / "schema.xml").write_text(content)
    (tmp_path / "a.xml").write_text('<?xml-model href="schema.xml"?><x/>')
    (tmp_path / "b.xml").write_text("<x/>")
    for arguments in (["a.xml"], ["--schema", "schema.xml", "b.xml"]):
        [found] = findings(check("--no-rules", *arguments, cwd=tmp_path))
        assert found["code"] == code and found["line"] == 1 and found["see"] == ""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("s.rng", EMPTY.format("x")),
        ("s.xsd", f'<schema xmlns="{XSD}"><element name="x"><complexType/></element></schema>'),
    ],
)
def test_a_file_that_has_another_root_than_its_schema(tmp_path, name, content):
    (tmp_path / name).write_text(content)
    (tmp_path / "a.xml").write_text(tei("<p>x</p>"))
    [found] = findings(check("--no-rules", "--schema", name, "a.xml", cwd=tmp_path))
    assert (found["code"], found["line"], found["column"]) == ("element-foreign", 1, 1)
    assert "begin with x" in found["hint"] and "--schema FILE" in found["hint"]
    (tmp_path / "a.xml").write_text("<y/>")
    [found] = findings(check("--no-rules", "--schema", name, "a.xml", cwd=tmp_path))
    assert (found["code"], found["hint"]) == ("element-unknown", "Allowed here: x.")
    [found] = findings(check("--no-rules", "--schema", ROOT / "schema" / f"ibidem{name[-4:]}", "a.xml", cwd=tmp_path))
    assert found["code"] == "element-foreign" and "begin with TEI" in found["hint"] and "--schema FILE" in found["hint"]


def test_a_document_that_names_a_schema_that_is_not_there_is_not_checked_against_another(tmp_path):
    text = tei("<p>x<blink/></p>")
    (tmp_path / "a.xml").write_text('<?xml-model href="none.rng"?>' + text)
    assert [each["code"] for each in findings(check("a.xml", cwd=tmp_path))] == ["schema-not-used"]
    (tmp_path / "a.xml").write_text(text)
    assert [each["code"] for each in findings(check("a.xml", cwd=tmp_path))] == ["element-unknown"]


def test_the_cure_is_what_to_type(tmp_path):
    (tmp_path / "a b.xml").write_text('<?xml-model href="http://a.invalid/x.rng"?>' + tei("<p>x</p>"))
    [found] = findings(check("a b.xml", cwd=tmp_path))
    assert "ibidem validate --fetch 'a b.xml'" in found["hint"] and "--schema FILE" in found["hint"]
    inner = tmp_path / "in"
    inner.mkdir()
    (tmp_path / "x.rng").write_text(EMPTY.format("x"))
    (inner / "a.xml").write_text('<?xml-model href="../x.rng"?>' + tei("<p>x</p>"))
    [found] = findings(check("a.xml", cwd=inner))
    assert f"--schema {tmp_path / 'x.rng'}" in found["hint"]


@pytest.mark.parametrize(
    "address",
    ["%00", "a%00b.rng", "x" * 5000, "http://a/" + "x/" * 5000, "ftp://a/x.rng", "data:,x", "urn:x", "//host/x.rng", "file://host/x.rng", "http://",
     "http://a:x/b", "http://[::1", "http://a:99999/x", "#x", "?", ".", "..", "a/../../../etc/passwd", "\\host\\x.rng", "javascript:x", "C:/x.rng",
     "http://a.invalid/%2e%2e/%2e%2e/x.rng", "http://user:word@a.invalid/x.rng", "&#x202E;gnr.x", "https://&#xFF0F;/x"],
)  # fmt: skip
def test_no_address_does_harm(tmp_path, address):
    for arguments in ([], ["--fetch"]) if "a.invalid" not in address and "http" in address else ([],):
        (tmp_path / "a.xml").write_text(f'<?xml-model href="{address}" schematypens="{RNG}"?>' + tei("<p>x</p>"))
        found = findings(check(*arguments, "a.xml", cwd=tmp_path))
        assert [each["code"] for each in found] == ["schema-not-used"], found


def test_a_link_that_leads_outside_is_not_followed(tmp_path):
    inner = tmp_path / "in"
    inner.mkdir()
    (tmp_path / "x.rng").write_text(EMPTY.format("x"))
    (inner / "x.rng").symlink_to(tmp_path / "x.rng")
    (inner / "a.xml").write_text('<?xml-model href="x.rng"?>' + tei("<p>x</p>"))
    [found] = findings(check("a.xml", cwd=inner))
    assert found["code"] == "schema-not-used" and "outside" in found["message"]


def test_a_file_says_which_syntax_of_relax_ng_it_has(tmp_path):
    (tmp_path / "x.rng").write_text(EMPTY.format("y"))
    (tmp_path / "x.xml").write_text(EMPTY.format("y"))
    (tmp_path / "x.txt").write_text("element y { empty }")
    compact = 'type="application/relax-ng-compact-syntax"'
    catalog(tmp_path / "catalog.xml", x="x.rng")
    for href, code in (
        ("x.rng", "element-foreign"),
        ("x.xml", "element-foreign"),
        ("x.txt", "schema-not-used"),
        ("http://a.invalid/x", "element-foreign"),
    ):
        (tmp_path / "a.xml").write_text(f'<?xml-model href="{href}" {compact}?>' + tei("<p>x</p>"))
        assert [
            each["code"] for each in findings(check("--no-rules", "--catalog", "catalog.xml", "a.xml", cwd=tmp_path))
        ] == [code]


def test_a_schema_that_is_named_twice_is_missed_once(tmp_path):
    model = '<?xml-model href="none.rng" schematypens="{}"?>'
    (tmp_path / "a.xml").write_text(model.format(RNG) + model.format(SCH) + tei("<p>x</p>"))
    assert len(findings(check("a.xml", cwd=tmp_path))) == 1


def test_within_an_edition_a_schema_may_lie_elsewhere_in_it(tmp_path):
    (tmp_path / "tei").mkdir()
    (tmp_path / "schema").mkdir()
    (tmp_path / "x.rng").write_text(EMPTY.format("x"))
    (tmp_path / "schema" / "main.rng").write_text(f'<externalRef href="../x.rng" xmlns="{RNG}"/>')
    (tmp_path / "tei" / "a.xml").write_text('<?xml-model href="../schema/main.rng"?><x/>')
    (tmp_path / "tei" / "t.xml").write_text(tei("<p>x</p>"))
    (tmp_path / "edition.toml").write_text('[edition]\ntitle = "T"\ntexts = ["tei/t.xml"]\n')
    assert findings(check("tei/a.xml", cwd=tmp_path)) == []


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("<grammar", "broken.rng:1"),
        (f'<grammar xmlns="{RNG}">\n<nonsense/></grammar>', "broken.rng:2"),
        (f'<grammar xmlns="{RNG}">\n<nonsense/><!-- and Schematron of it: schematron --></grammar>', "broken.rng:2"),
    ],
)
def test_a_broken_schema_is_one_message_for_the_user_and_a_finding_of_the_document(tmp_path, content, place):
    (tmp_path / "broken.rng").write_text(content)
    (tmp_path / "a.xml").write_text('\n<?xml-model href="broken.rng"?><x/>')
    (tmp_path / "b.xml").write_text(tei("<p>x</p>"))
    result = ibidem("validate", "--schema", "broken.rng", "a.xml", "b.xml", cwd=tmp_path)
    assert (
        result.returncode == 2 and result.stderr.decode().count("broken.rng:") == 1 and place in result.stderr.decode()
    )
    [found] = findings(check("a.xml", "b.xml", cwd=tmp_path))
    assert (found["code"], found["severity"], found["file"], found["line"]) == ("schema-not-used", "error", "a.xml", 2)


@pytest.mark.parametrize("name", ["none.rng", "none.xsd", "none.sch", "none.xml", "text.txt"])
def test_a_schema_of_the_user_that_is_none(tmp_path, name):
    (tmp_path / "a.xml").write_text(tei("<p>x</p>"))
    (tmp_path / "text.txt").write_text("no schema")
    result = ibidem("validate", "--schema", name, "a.xml", cwd=tmp_path)
    assert result.returncode == 2 and name in result.stderr.decode() and "Traceback" not in result.stderr.decode()


def test_all_that_a_schema_lacks_is_said_at_once(tmp_path):
    includes = "".join(f'<include href="{number}.rng"/>\n' for number in range(3))
    (tmp_path / "main.rng").write_text(f'<grammar xmlns="{RNG}">\n{includes}</grammar>')
    (tmp_path / "main.xsd").write_text(
        f'<schema xmlns="{XSD}">\n<include schemaLocation="0.xsd"/><import namespace="urn:a" schemaLocation="1.xsd"/></schema>'
    )
    (tmp_path / "a.xml").write_text("<x/>")
    for schema, count in (("main.rng", 3), ("main.xsd", 2)):
        result = ibidem("validate", "--schema", schema, "a.xml", cwd=tmp_path)
        message = result.stderr.decode()
        assert result.returncode == 2 and f"{schema}:2:" in message
        assert all(f"{number}.{schema[-3:]} (there is no such file" in message for number in range(count))
        assert "--catalog FILE" in message


# ---------- Files that are not TEI, and corpora ----------


@pytest.mark.parametrize("arguments", [["--no-rules"], []])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("s.rng", EMPTY.format("x")),
        ("s.xsd", f'<schema xmlns="{XSD}"><element name="x"><complexType/></element></schema>'),
        ("s.sch", NEVER.replace("false()", "self::x and not(*)")),
    ],
)
def test_any_xml_is_checked_against_its_schema(tmp_path, name, content, arguments):
    (tmp_path / name).write_text(content)
    (tmp_path / "good.xml").write_text("<x/>")
    (tmp_path / "bad.xml").write_text("<x><y/></x>")
    assert findings(check(*arguments, "--schema", name, "good.xml", cwd=tmp_path)) == []
    codes = [each["code"] for each in findings(check(*arguments, "--schema", name, "bad.xml", cwd=tmp_path))]
    assert codes == ["never" if name == "s.sch" else "element-unknown"]


def test_other_xml_without_a_schema_does_not_pass(tmp_path):
    (tmp_path / "a.xml").write_text("<x/>")
    for arguments in ([], ["--no-schema"], ["--no-rules"]):
        [found] = findings(check(*arguments, "a.xml", cwd=tmp_path))
        assert found["code"] == "not-tei" and "--schema FILE" in found["hint"]
    (tmp_path / "a.xml").write_text('<?xml-model href="none.rng"?><x/>')
    assert {each["code"] for each in findings(check("a.xml", cwd=tmp_path))} == {"not-tei", "schema-not-used"}


def corpus(*texts):
    one = tei("<p>x</p>")
    header = one[one.index("<teiHeader>") : one.index("<text>")]
    return f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{header}{"".join(texts)}</teiCorpus>'


def test_a_corpus_is_checked_by_schema_and_rules(tmp_path):
    (tmp_path / "good.xml").write_text(corpus(tei('<p xml:id="a">x</p>'), tei('<p xml:id="b">y</p>')))
    (tmp_path / "bad.xml").write_text(
        corpus(tei('<p xml:id="a">x<blink/></p>'), tei('<p xml:id="a">y</p><p><date when="1949-02-30"/></p>'))
    )
    grammar = reference("tei/tei_all.rng")
    assert findings(check("--schema", grammar, "good.xml", cwd=tmp_path)) == []
    codes = {each["code"] for each in findings(check("--schema", grammar, "bad.xml", cwd=tmp_path))}
    assert {"element-unknown", "id-repeated", "date-value"} <= codes
    assert {each["code"] for each in findings(check("--no-schema", "bad.xml", cwd=tmp_path))} == {
        "id-repeated",
        "date-value",
    }


def test_one_text_is_needed_elsewhere(tmp_path):
    (tmp_path / "a.xml").write_text(corpus(tei("<p>x</p>")))
    result = ibidem("resolve", "a.xml", cwd=tmp_path)
    assert result.returncode == 1 and b"teiCorpus" in result.stdout


# ---------- edition.toml ----------


def edition(folder, more):
    (folder / "t.xml").write_text(tei("<p>x</p>"))
    (folder / "edition.toml").write_text(f'[edition]\ntitle = "T"\ntexts = ["t.xml"]\n{more}\n')


def test_the_schemas_of_an_edition(tmp_path):
    from ibidem.edition import load

    for name in ("a.rng", "b.sch", "c.rnc", "d.xsd"):
        (tmp_path / name).write_text("")
    (tmp_path / "e.xml").write_text(NEVER)
    edition(tmp_path, 'schemas = ["a.rng", {file = "b.sch", phase = "final"}, "c.rnc", "d.xsd", {file = "e.xml"}]')
    assert [(schema.path.name, schema.kind, schema.phase) for schema in load(tmp_path).schemas] == [
        ("a.rng", Kind.RELAXNG, ""), ("b.sch", Kind.SCHEMATRON, "final"), ("c.rnc", Kind.COMPACT, ""), ("d.xsd", Kind.XSD, ""),
        ("e.xml", Kind.SCHEMATRON, ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "more",
    ["schemas = [1]", 'schemas = [{phase = "x"}]', 'schemas = [{file = "t.xml", x = "y"}]', 'schemas = [{file = 1}]',
     'schemas = ["t.xml"]', 'schemas = "a.rng"', 'schemas = ["../a.rng"]', 'catalogs = ["none.xml"]', "catalogs = [1]"],
)  # fmt: skip
def test_what_an_edition_says_wrongly(tmp_path, more):
    edition(tmp_path, more)
    result = ibidem("validate", "t.xml", cwd=tmp_path)
    assert result.returncode == 2 and b"t" in result.stderr and b"Traceback" not in result.stderr


# ---------- Catalogs ----------


def catalog(path, **entries):
    lines = "".join(f'<uri name="http://a.invalid/{name}" uri="{target}"/>' for name, target in entries.items())
    path.write_text(f'<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">{lines}</catalog>')


@pytest.fixture
def folders(tmp_path):
    """Documents in one folder, schemas in another, and a catalog that says which is which."""
    docs, schemas = tmp_path / "docs", tmp_path / "schemas"
    (schemas / "more").mkdir(parents=True)
    docs.mkdir()
    (docs / "a.xml").write_text('<?xml-model href="http://a.invalid/main"?><x><y/></x>')
    (schemas / "main.rng").write_text(f'<externalRef href="more/part.rng" xmlns="{RNG}"/>')
    (schemas / "more" / "part.rng").write_text(f'<externalRef href="http://a.invalid/last" xmlns="{RNG}"/>')
    (schemas / "last.rng").write_text(EMPTY.format("x"))
    catalog(tmp_path / "catalog.xml", main="schemas/main.rng", last="schemas/last.rng")
    return tmp_path


def test_a_catalog_of_the_command_line(folders):
    codes = [each["code"] for each in findings(check("--catalog", "../catalog.xml", "a.xml", cwd=folders / "docs"))]
    assert codes == ["element-unknown"]
    assert {each["code"] for each in findings(check("a.xml", cwd=folders / "docs"))} == {"not-tei", "schema-not-used"}


def test_a_catalog_of_the_edition(folders):
    edition(folders, 'catalogs = ["catalog.xml"]')
    assert [each["code"] for each in findings(check("docs/a.xml", cwd=folders))] == ["element-unknown"]


def test_a_compiled_schema_follows_the_catalog(folders):
    run = partial(check, "--catalog", "../catalog.xml", "a.xml", cwd=folders / "docs")
    assert findings(run())[0]["code"] == "element-unknown"
    (folders / "schemas" / "other.rng").write_text(f'<element name="x" xmlns="{RNG}">{EMPTY.format("y")}</element>')
    catalog(folders / "catalog.xml", main="schemas/main.rng", last="schemas/other.rng")
    assert findings(run()) == []


def test_catalogs_of_the_environment_are_for_schemas_that_the_user_names(folders, monkeypatch):
    monkeypatch.setenv("XML_CATALOG_FILES", str(folders / "catalog.xml"))
    docs = folders / "docs"
    assert [each["code"] for each in findings(check("--schema", "../schemas/main.rng", "a.xml", cwd=docs))] == [
        "element-unknown"
    ]
    assert {each["code"] for each in findings(check("a.xml", cwd=docs))} == {"not-tei", "schema-not-used"}


def test_a_catalog_that_is_not_there(folders):
    result = ibidem("validate", "--catalog", "none.xml", "a.xml", cwd=folders / "docs")
    assert result.returncode == 2 and b"none.xml" in result.stderr


# ---------- What it costs ----------


def test_the_fast_path_loads_nothing_of_this():
    script = (
        "import sys; from ibidem.cli import main\n"
        "import ibidem.pool as pool; pool.CAN_FORK = False\n"  # the work is done here, and not in a process of which nothing is seen
        f"sys.argv = ['ibidem', 'validate', '--no-rules', '--schema', {str(ROOT / 'schema' / 'ibidem.rng')!r}, {str(ROOT / 'tests' / 'samples' / 'letter.xml')!r}]\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(sorted(sys.modules), file=sys.stderr)"
    )
    for _ in range(2):  # the first fills the cache
        result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "nothing to report" in result.stdout
    loaded = set(result.stderr.replace("'", "").strip("[]\n").split(", "))
    assert "ibidem.validate" in loaded
    for late in (
        "lxml",
        "lxml.etree",
        "urllib.request",
        "http",
        "http.client",
        "xmlschema",
        "ibidem.schemas.catalog",
        "ibidem.schemas.locate",
        "ibidem.schemas.association",
    ):
        assert late not in loaded


def test_a_corpus_that_names_no_schema_is_checked_by_rules_and_says_so(tmp_path):
    (tmp_path / "a.xml").write_text(corpus(tei('<p><date when="1949-02-30"/></p>')))
    found = findings(check("a.xml", cwd=tmp_path))
    assert {(each["code"], each["severity"]) for each in found} == {
        ("schema-not-used", "warning"),
        ("date-value", "error"),
    }
