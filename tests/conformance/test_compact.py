"""The compact syntax: a schema means what trang's translation of it means, and faults are named with file and line."""

import subprocess
from pathlib import Path

import pytest

from conftest import ROOT, tool
from ibidem.reading.events import of_bytes
from ibidem.relaxng import grammar as grammars
from ibidem.relaxng.error import SchemaError
from ibidem.relaxng.grammar import Grammar, load, read_grammar
from ibidem.relaxng.match import match
from ibidem.relaxng.rows import row

LETTERS = r"""
# letters, and what the compact syntax has
default namespace l = "urn:letters"
namespace local = ""
namespace x = "urn:extra"
datatypes d = "http://www.w3.org/2001/XMLSchema-datatypes"

## Documentation, which says nothing of what is allowed.
## In two lines.
[ x:version = "1" x:note [ "text" ~ "s" x:inner [ y = "z" ] ] ]
start = letters

x:remark [ "an annotation that stands for itself" ]
letters = element letters { attribute version { "1" | "2" }?, letter+ } >> x:after [ ]
letter = element letter { attributes, (sender & receiver), \text*, extension? }
div {
  sender = element sender|from { name }
  receiver = element receiver { name >> x:after [] }
  ## Of a person.
  name = mixed { element x:name { d:token { pattern = "\p{Lu}" ~ ".*" maxLength = "40" } }* }
}
\text = element text { text } | element list { list { d:int+ } } | element grammar { empty }
attributes &= attribute date { d:date }?
attributes &= attribute xml:id { d:ID }?, attribute x:* { text }*
attributes &= attribute kind { token - ("a" | "b") }
attributes &= attribute by { string "An \x{E9}diteur" | '''it's "so"''' | d:QName "x:y" }?
extension = element * - (l:* | local:* | x:name) { anything }
anything = (attribute * - (local:* | xml:id) { text } | text | element * { anything })*
"""
GRAMMARS = r"""
start = grammar {
  start = element outer { parent inner, own* }
  own = element own { notAllowed | external "part.rnc" }
}
inner = element inner { empty }
"""
INCLUDING = r"""
default namespace = "urn:a"
namespace b = "urn:b"
include "base.rnc" inherit = b {
  div { p = element p { "changed" } }
  note []
}
start |= q
q = element q { external "part.rnc", external "part.rnc" inherit = b }
"""
BASE = r"""
start |= element base { p, o }
p = element p { text }
o = element o { attribute a { text } }
"""
PART = "element part { xsd:decimal { totalDigits = '3' } }"
SPACES = 'namespace i = inherit\ndefault namespace = inherit\nelement \\element { attribute i:a { text }, element i:* { "" } }'
SCHEMAS = {"letters": LETTERS, "grammars": GRAMMARS, "including": INCLUDING, "inherit": SPACES}


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "base.rnc").write_text(BASE, "utf-8")
    (tmp_path / "part.rnc").write_text(PART, "utf-8")
    return tmp_path


def meaning(grammar: Grammar) -> tuple[object, ...]:
    """All patterns of a grammar, and what the elements hold."""
    rows = [row(grammar.patterns.numbered(number)) for number in range(grammar.size)]
    contents = [(element.number, element.content.number) for element in grammar.in_schema]
    return rows, contents, grammar.start, grammar.needs_prefixes, grammar.has_ids


def translated(schema: Path, folder: Path) -> Path:
    made = folder / f"{schema.stem}-translated.rng"
    done = subprocess.run([tool("trang"), schema, made], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    return made


@pytest.mark.parametrize("name", SCHEMAS)
def test_it_means_what_trang_makes_of_it(name, folder):
    schema = folder / f"{name}.rnc"
    schema.write_text(SCHEMAS[name], "utf-8")
    assert meaning(read_grammar(schema)) == meaning(read_grammar(translated(schema, folder)))


def test_our_own_schema_is_the_same_in_both_syntaxes():
    compact = read_grammar(ROOT / "schema" / "ibidem.rnc")
    assert meaning(compact) == meaning(read_grammar(ROOT / "schema" / "ibidem.rng"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_encodings_and_line_ends(encoding, folder):
    schema = folder / "encoded.rnc"
    schema.write_bytes('element é {\r\n\t"à" # comment\r}'.encode(encoding))
    assert match(of_bytes("<é>à</é>".encode()), read_grammar(schema)) == []


def test_it_is_kept_and_follows_what_it_takes_in(folder, monkeypatch):
    monkeypatch.setenv("IBIDEM_CACHE", str(folder / "cache"))
    schema = folder / "including.rnc"
    schema.write_text(INCLUDING, "utf-8")
    document = of_bytes(b'<b:base xmlns:b="urn:b"><p xmlns="urn:a">changed</p><b:o a=""/></b:base>')

    def kept() -> Grammar:
        grammars._load.cache_clear()
        return load(schema)

    assert match(document, kept()) == []
    assert match(document, kept()) == []
    (folder / "base.rnc").write_text(BASE.replace("attribute a", "attribute b"), "utf-8")
    assert len(match(document, kept())) > 0


FAULTS = {
    "element a {\n text": (2, "} is wanted, and the schema ends"),
    "element a { text }\n}": (2, "the end of the schema"),
    "\nelement a { b, c | d }": (2, "need parentheses"),
    'element a { string - "a" | "b" }': (1, "parentheses around it"),
    "element a { xsd:token { pattern =\n1 } }": (2, "has no meaning"),
    "\n\nelement x:a { text }": (3, "the prefix x is not declared"),
    "element a { y:int }": (1, "prefix y"),
    "element a {\nparent b }": (2, "b"),
    "start = \n element": (2, "a name is wanted, and the schema ends"),
    'element a { "\\x{}" }': (1, "stands for no character"),
    'element a { "\\x{D800}" }': (1, "stands for no character"),
    'element a { "x\ny" }': (1, "quotation mark"),
    "element * - * { empty }": (1, "anyName"),
    'include "base.rnc" {\n include "part.rnc" }': (2, "a definition is wanted"),
    'include "base.rnc" { nothing = text }': (1, "overrides nothing"),
    "start = a\na = text\na = empty": (3, "defined twice"),
    'namespace xml = "u"\nstart = element a { empty }': (1, "xml"),
    "parent = element a { empty }": (1, "is wanted"),
    "[ x = ": (1, "an annotation ends with ]"),
    "\x07element a { empty }": (1, "XML does not have"),
    "element a { " + "(" * 5000: (0, "nested too deeply"),
}


@pytest.mark.parametrize("source", FAULTS)
def test_a_fault_is_named_with_its_place(source, folder):
    schema = folder / "faulty.rnc"
    schema.write_text(source, "utf-8")
    line, message = FAULTS[source]
    with pytest.raises(SchemaError) as raised:
        read_grammar(schema)
    assert message in raised.value.message
    assert (raised.value.file, raised.value.line) == (str(schema), line)


@pytest.mark.parametrize("href", ["http://example.org/x.rnc", "../x.rnc", "file:///etc/passwd"])
def test_nothing_from_elsewhere_is_taken_in(href, folder):
    schema = folder / "schema.rnc"
    schema.write_text(f'external "{href}"', "utf-8")
    with pytest.raises(SchemaError, match=r"it is on the network|it is outside"):
        load(schema)
