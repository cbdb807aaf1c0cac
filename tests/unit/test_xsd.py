"""XML Schema: both versions, what a hostile schema may not do, what is kept, and what a fault says."""

import json
import os
import pickle
import subprocess
import sys

import pytest

from conftest import ROOT, tei
from ibidem import cache, validate
from ibidem.finding import Severity
from ibidem.relaxng.error import SchemaError
from ibidem.schemas.model import BESIDE, Access, named
from ibidem.xsd import build as xsd_schema
from ibidem.xsd import cache as xsd_cache
from ibidem.xsd.build import load

XSD = ROOT / "schema" / "ibidem.xsd"
HEAD = '<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema"'
ELEMENT = HEAD + '><s:element name="x" type="s:{}"/></s:schema>'


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("IBIDEM_CACHE", str(tmp_path / "kept"))
    xsd_schema._load.cache_clear()
    yield
    xsd_schema._load.cache_clear()


def check(tmp_path, schema, document):
    (tmp_path / "s.xsd").write_text(schema)
    (tmp_path / "a.xml").write_text(document)
    return validate.validate_file(tmp_path / "a.xml", [tmp_path / "s.xsd"])


# ---------- The two versions ----------


@pytest.mark.parametrize(
    ("content", "newer"),
    [
        ('<s:element name="x"/>', False),
        ('<s:element name="x" type="s:dateTimeStamp"/>', True),
        ('<s:complexType name="t"><s:assert test="true()"/></s:complexType>', True),
        ('<s:element name="x" v:minVersion="1.1" xmlns:v="http://www.w3.org/2007/XMLSchema-versioning"/>', True),
        ('<s:complexType name="t"><s:anyAttribute notNamespace="urn:x"/></s:complexType>', True),
        ('<s:annotation><s:documentation><assert test="x"/>s:error</s:documentation></s:annotation>', False),
    ],
)
def test_a_schema_says_its_version(tmp_path, content, newer):
    (tmp_path / "s.xsd").write_text(f"{HEAD}>{content}</s:schema>")
    built = load(tmp_path / "s.xsd", BESIDE)
    assert ("1.1" if newer else "1.0") == built.XSD_VERSION


def test_assertions_are_checked(tmp_path):
    schema = (
        f'{HEAD}><s:element name="x"><s:complexType><s:attribute name="from" type="s:int"/><s:attribute name="to" type="s:int"/>'
        '<s:assert test="@from le @to"/></s:complexType></s:element></s:schema>'
    )
    assert check(tmp_path, schema, '<x from="1" to="2"/>') == []
    [found] = check(tmp_path, schema, '<x from="3" to="2"/>')
    assert found.code == "element-value" and "“@from le @to”" in found.message


def test_what_is_correct_in_the_newer_version_alone_is_taken_as_such(tmp_path):
    schema = f'{HEAD}><s:element name="x"><s:complexType><s:all><s:element name="y" maxOccurs="2"/></s:all></s:complexType></s:element></s:schema>'
    assert check(tmp_path, schema, "<x><y/><y/></x>") == []
    assert [each.code for each in check(tmp_path, schema, "<x><y/><y/><y/></x>")] == ["element-order"]


def test_a_part_of_a_schema_says_the_version_too(tmp_path):
    (tmp_path / "part.xsd").write_text(
        f'{HEAD}><s:complexType name="t"><s:assert test="false()"/></s:complexType></s:schema>'
    )
    schema = f'{HEAD}><s:include schemaLocation="part.xsd"/><s:element name="x" type="t"/></s:schema>'
    assert [each.code for each in check(tmp_path, schema, "<x/>")] == ["element-value"]


# ---------- Faults of documents ----------


def test_a_fault_has_its_place(tmp_path):
    schema = (
        f'{HEAD}><s:element name="x"><s:complexType><s:sequence><s:element name="y" type="s:int" maxOccurs="9"/>'
        "</s:sequence></s:complexType></s:element></s:schema>"
    )
    [found] = check(tmp_path, schema, "<x>\n  <y>1</y>\n  <y>one</y></x>")
    assert (found.line, found.column, found.xpath) == (3, 3, "/x/y[2]")


VALUES = '<s:element name="i" type="s:int" maxOccurs="9"/>'
KEYS = f'<s:complexType><s:sequence>{VALUES}</s:sequence></s:complexType><s:unique name="u"><s:selector xpath="i"/><s:field xpath="."/></s:unique>'


@pytest.mark.parametrize(
    ("content", "document", "code", "words"),
    [
        (KEYS, "<x><i>1</i><i>1</i></x>", "element-value", "duplicated value"),
        (KEYS, "<x><i/></x>", "element-value", "i is empty"),
        (KEYS, "<x><i>1<b/></i></x>", "element-unknown", "element b"),
        (KEYS, "<x>1<i>1</i></x>", "text-bare", "“1”"),
        ("<s:complexType/>", "<x>1</x>", "text-bare", "“1”"),
        ('<s:complexType><s:attribute name="n" fixed="2"/></s:complexType>', '<x n="1"/>', "attribute-value", "fixed value"),
        ('<s:complexType><s:attribute name="n" use="prohibited"/></s:complexType>', '<x n="1"/>', "attribute-not-allowed", "attribute n"),
        ('<s:complexType><s:sequence><s:any/></s:sequence></s:complexType>', "<x><b/></x>", "element-unknown", "element b"),
        ('<s:complexType><s:sequence><s:any/></s:sequence></s:complexType>', '<x><b xmlns="u"/></x>', "element-foreign", "namespace u"),
    ],
)  # fmt: skip
def test_faults_of_every_sort_have_words_of_their_own(tmp_path, content, document, code, words):
    [found] = check(tmp_path, f'{HEAD}><s:element name="x">{content}</s:element></s:schema>', document)
    assert (found.code, words in found.message) == (code, True), found


@pytest.mark.parametrize("value", ["none", "s:none", "s:string", "a b", "", ":"])
def test_a_type_that_the_schema_does_not_have(tmp_path, value):
    """Of which the library dies."""
    document = f'<x\n xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="{value}">1</x>'
    [found] = check(tmp_path, ELEMENT.format("int"), document)
    assert found.code == "attribute-value" and "xsi:type" in found.message


def test_a_type_that_the_schema_has(tmp_path):
    head = 'xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns:s="http://www.w3.org/2001/XMLSchema"'
    assert check(tmp_path, ELEMENT.format("integer"), f'<x {head} i:type=" s:int ">1</x>') == []


def test_faults_are_bounded(tmp_path):
    schema = f'{HEAD}><s:element name="x"><s:complexType><s:sequence><s:element name="y" type="s:int" maxOccurs="unbounded"/></s:sequence></s:complexType></s:element></s:schema>'
    assert len(check(tmp_path, schema, f"<x>{'<y/>' * 1500}</x>")) == 1001


def test_location_hints_of_a_document_are_not_followed(tmp_path):
    (tmp_path / "other.xsd").write_text("broken")
    document = '<x xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:schemaLocation="urn:y other.xsd">1</x>'
    assert check(tmp_path, ELEMENT.format("int"), document) == []


def test_a_large_file_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(validate, "LARGEST_XSD", 100)
    (tmp_path / "a.xml").write_text(tei("<p>x</p>"))
    found = validate.validate_file(tmp_path / "a.xml", [XSD, ROOT / "schema" / "ibidem.rng"])
    assert [(each.code, each.severity) for each in found] == [("file-large", Severity.ERROR)]


# ---------- Faults of schemas ----------


@pytest.mark.parametrize(
    ("schema", "line", "why"),
    [
        ("<s:schema", 1, "not well-formed"),
        (f'{HEAD}>\n\n<s:element name="x" type="s:none"/></s:schema>', 3, "not a usable XML schema"),
        (f'{HEAD}>\n<s:nonsense/></s:schema>', 0, "not a"),
        (f'<!DOCTYPE s [<!ENTITY a "a">]>{HEAD}><s:element name="&a;"/></s:schema>', 0, "not a usable"),
        ("<x/>", 0, "not a"),
    ],
)  # fmt: skip
def test_a_schema_that_is_wrong_is_one_message(tmp_path, schema, line, why):
    (tmp_path / "s.xsd").write_text(schema)
    with pytest.raises(SchemaError, match=why) as error:
        load(tmp_path / "s.xsd", BESIDE)
    assert str(error.value).startswith(f"{tmp_path / 's.xsd'}:") and "\n" not in str(error.value)
    assert error.value.line == line or not line


def test_a_part_that_is_wrong_is_named(tmp_path):
    (tmp_path / "part.xsd").write_text(f'{HEAD}>\n<s:element name="y" type="s:none"/></s:schema>')
    (tmp_path / "s.xsd").write_text(f'{HEAD}><s:include schemaLocation="part.xsd"/></s:schema>')
    with pytest.raises(SchemaError, match=r"part\.xsd:2: "):
        load(tmp_path / "s.xsd", BESIDE)


@pytest.mark.parametrize(
    "reference",
    [
        'include schemaLocation="{}"',
        'import namespace="urn:n" schemaLocation="{}"',
        'redefine schemaLocation="{}"',
        'override schemaLocation="{}"',
    ],
)
@pytest.mark.parametrize(
    "address", ["../outside.xsd", "{}", "file:///etc/passwd", "http://127.0.0.1:1/x.xsd", "//127.0.0.1:1/x.xsd"]
)
def test_a_schema_opens_nothing_outside(tmp_path, reference, address):
    (tmp_path / "outside.xsd").write_text(f"{HEAD}/>")
    inner = tmp_path / "in"
    inner.mkdir()
    (inner / "s.xsd").write_text(
        f"{HEAD}><s:{reference.format(address.format((tmp_path / 'outside.xsd').as_uri()))}/></s:schema>"
    )
    with pytest.raises(SchemaError, match="cannot be read"):
        load(inner / "s.xsd", BESIDE)


def test_the_loader_opens_nothing_that_was_not_asked_for(tmp_path, monkeypatch):
    """What the first look at a schema overlooks, the library does not get either."""
    monkeypatch.setattr(xsd_schema, "all_there", lambda *_: None)
    (tmp_path / "outside.xsd").write_text(f"{HEAD}><s:element name='secret'/></s:schema>")
    inner = tmp_path / "in"
    inner.mkdir()
    (inner / "s.xsd").write_text(f'{HEAD}><s:include schemaLocation="../outside.xsd"/></s:schema>')
    with pytest.raises(SchemaError, match="outside"):
        load(inner / "s.xsd", BESIDE)
    assert load(inner / "s.xsd", Access((tmp_path,))).maps.elements


def test_schemas_of_the_w3c_that_many_import_are_there(tmp_path):
    xml = "http://www.w3.org/XML/1998/namespace"
    schema = (
        f'{HEAD}><s:import namespace="{xml}" schemaLocation="http://www.w3.org/2001/xml.xsd"/>'
        '<s:element name="x"><s:complexType><s:attribute ref="xml:lang"/></s:complexType></s:element></s:schema>'
    )
    assert check(tmp_path, schema, '<x xml:lang="en"/>') == []
    assert [each.code for each in check(tmp_path, schema, '<x xml:lang="e n"/>')] == ["language-tag"]


def test_an_expanding_schema_ends(tmp_path):
    (tmp_path / "s.xsd").write_text(f'{HEAD}><s:include schemaLocation="s.xsd"/><s:element name="x"/></s:schema>')
    assert "x" in load(tmp_path / "s.xsd", BESIDE).maps.elements


# ---------- What is kept ----------


@pytest.fixture
def entry(tmp_path):
    """A kept schema: its file, and what reads it in a new process."""
    (tmp_path / "s.xsd").write_text(ELEMENT.format("int"))
    load(tmp_path / "s.xsd", BESIDE)
    [path] = (cache.folder() / "xsd").iterdir()
    return path


def test_a_built_schema_is_kept(tmp_path, entry, monkeypatch):
    assert xsd_cache.load(entry.name) is not None
    xsd_schema._load.cache_clear()
    monkeypatch.setattr(xsd_schema, "_built", None)
    (tmp_path / "a.xml").write_text("<x>one</x>")
    assert [each.code for each in validate.validate_file(tmp_path / "a.xml", [tmp_path / "s.xsd"])] == ["element-value"]


def test_ours_is_kept_and_says_the_same(monkeypatch):
    case = ROOT / "tests" / "cases" / "element-misplaced" / "wrong.xml"
    built = validate.validate_file(case, [XSD])
    xsd_schema._load.cache_clear()
    monkeypatch.setattr(xsd_schema, "_built", None)
    assert validate.validate_file(case, [XSD]) == built != []


def test_a_changed_part_is_seen(tmp_path):
    (tmp_path / "part.xsd").write_text(ELEMENT.format("int"))
    schema = f'{HEAD}><s:include schemaLocation="part.xsd"/></s:schema>'
    assert len(check(tmp_path, schema, "<x>one</x>")) == 1
    (tmp_path / "part.xsd").write_text(ELEMENT.format("string"))
    xsd_schema._load.cache_clear()
    assert check(tmp_path, schema, "<x>one</x>") == []


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="the system does not say who owns a file")
@pytest.mark.parametrize("what", ["folder", "file"])
def test_what_others_could_have_written_is_not_read(entry, what):
    assert xsd_cache.load(entry.name) is not None
    (entry.parent if what == "folder" else entry).chmod(0o770 if what == "folder" else 0o620)
    assert xsd_cache.load(entry.name) is None


def test_a_link_in_the_place_of_the_folder_is_not_followed(entry):
    moved = entry.parent.rename(entry.parent.with_name("elsewhere"))
    entry.parent.symlink_to(moved)
    assert xsd_cache.load(entry.name) is None


class Evil:
    def __init__(self, call, *arguments):
        self.made = call, arguments

    def __reduce__(self):
        return self.made


@pytest.mark.parametrize(
    "evil",
    [
        Evil(os.system, "touch evil"),
        Evil(exec, "open('evil', 'w')"),
        Evil(eval, "open('evil', 'w')"),
        Evil(getattr, subprocess.Popen, "wait"),
        Evil(getattr, str, "__subclasses__"),
        Evil(open, "evil", "w"),
        Evil(subprocess.Popen, ["touch", "evil"]),
        Evil(__import__, "os"),
        Evil(tei, "x"),
    ],
)
def test_a_pickle_of_another_make_runs_nothing(tmp_path, entry, evil, monkeypatch):
    monkeypatch.chdir(tmp_path)
    cache.store("xsd", entry.name, pickle.dumps(evil), mode=0o600)
    assert entry.stat().st_mode & 0o077 == 0
    assert xsd_cache.load(entry.name) is None
    assert not (tmp_path / "evil").exists()


def test_nothing_of_another_module_is_made(entry):
    """Names that a module of the library imports are not its own."""
    for module, name in (
        ("xmlschema.validators.schemas", "os"), ("xmlschema.validators.helpers", "Decimal"), ("xmlschema.extras.codegen", "PythonGenerator"),
        ("xmlschema.validators.facets", "XsdFacet.__init__"), ("elementpath.xpath31.xpath31_parser", "os"), ("sys", "exit"),
    ):  # fmt: skip
        stack = (
            b"\x80\x04" + b"".join(b"\x8c" + bytes([len(text)]) + text.encode() for text in (module, name)) + b"\x93."
        )
        cache.store("xsd", entry.name, stack, mode=0o600)
        assert xsd_cache.load(entry.name) is None, (module, name)


def test_two_runs_from_the_shell(tmp_path):
    (tmp_path / "a.xml").write_text(tei("<p>x<blink/></p>"))
    for _ in range(2):
        result = subprocess.run(
            [sys.executable, "-m", "ibidem", "validate", "--no-rules", "--format", "json", "--schema", str(XSD), "a.xml"],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert [each["code"] for each in json.loads(result.stdout)["findings"]] == ["element-unknown"]
    assert named(XSD).kind == ".xsd"
