"""Files that are no XML: the first fault is named in plain words, at its place, with what to do."""

import pytest

from ibidem.finding import NotReadable
from ibidem.reading.events import NotWellFormed, of_bytes
from ibidem.reading.read import parse
from ibidem.reading.wellformed import explain

CASES = {
    "&": (b"<a>\n R & B</a>", 2, 4, "An & stands alone", "&amp;"),
    "& in a name": (b"<a>AT&T</a>", 1, 6, "An & stands alone", "&amp;"),
    "& in a value": (b"<a n='x & y'/>", 1, 9, "An & stands alone", "&amp;"),
    "no semicolon": (b"<a>&nbsp x</a>", 1, 4, "no semicolon", "&#160;"),
    "no declaration": (b"<a>x&nbsp;y</a>", 1, 5, "&nbsp; is not declared", "U+00A0 itself or &#160;"),
    "no declaration in a value": (b"<a n='&mdash;'/>", 1, 7, "&mdash; is not declared", "(—)"),
    "<": (b"<a>1 < 2</a>", 1, 6, "A < stands in the text", "&lt;"),
    "< and a digit": (b"<a>x <2</a>", 1, 6, "the digit 2", "&lt;"),
    "< in a value": (b"<a n='x<y'/>", 1, 8, "in the value of n", "quotation mark"),
    "a value without end": (b'<a n="1>x<b m="2"/></a>', 1, 10, "the value has no end", "quotation mark"),
    "no quotation marks": (b"<a n=1>x</a>", 1, 6, "The value of n has no quotation marks", 'n="1"'),
    "typographic quotation marks": ("<a n=“1”/>".encode(), 1, 6, "typographic", 'n="1"'),
    "no value": (b"<a n>x</a>", 1, 5, "The attribute n of a has no value", 'n="'),
    "no space": (b"<a n='1'm='2'/>", 1, 9, "A space is missing", "between"),
    "twice": (b"<a n='1' n='2'/>", 1, 10, "The attribute n stands twice", "Keep one"),
    "an end too early": (b"<a>\n<b>x</a>", 2, 5, "b, which began in line 2, is still open", "</b>"),
    "a misspelt end": (b"<a>\n<title>x</titel></a>", 2, 9, "does not fit the start tag <title> in line 2", "</title>"),
    "capitals": (b"<a><P>x</p></a>", 1, 8, "does not fit the start tag <P>", "</P>"),
    "an end of nothing": (b"<a><b>x</c></b></a>", 1, 8, "no c is open", "Remove"),
    "an end after the root": (b"<a/></b>", 1, 5, "</b> ends nothing", "Remove"),
    "cut off": (b"<a><b>xx", 1, 9, "still open are a, b", "</b></a>"),
    "cut off in a tag": (b"<a><b n='", 1, 4, "within a tag", "restore"),
    "cut off in a character": (b"<a>\xc3", 1, 4, "within a character", "restore"),
    "a second root": (b"<a/>\n<b/>", 2, 1, "A second element, b", "one root"),
    "text after the root": (b"<a/>x", 1, 5, "after the end of the root element a", "Move"),
    "text before the root": (b"x<a/>", 1, 1, "no XML", "before the first tag"),
    "no root": (b"<!-- x -->", 1, 11, "no element", "copy"),
    "a control": (b"<a>x\x0by</a>", 1, 5, "U+000B", "Remove"),
    "NUL": (b"<a>x\0y</a>", 1, 5, "NUL", "UTF-16"),
    "no character": ("<a>\ufffe</a>".encode(), 1, 4, "U+FFFE", "Remove"),
    "a reference to a control": (b"<a>&#11;</a>", 1, 4, "&#11;", "another"),
    "-- in a comment": (b"<a>\n<!-- x -- y --></a>", 2, 8, "-- stands inside the comment that began in line 2", "hyphen"),
    "a comment without end": (b"<a><!-- x ", 1, 4, "comment", "-->"),
    "a CDATA section without end": (b"<a><![CDATA[ x", 1, 4, "CDATA", "]]>"),
    "]]>": (b"<a>x ]]> y</a>", 1, 6, "]]>", "]]&gt;"),
    "Latin-1": ("<a>\ncafé</a>".encode("latin-1"), 2, 4, "The byte E9", "“café”"),
    "an unknown encoding": (b"<?xml version='1.0' encoding='foo'?><a/>", 1, 1, "foo", "UTF-8"),
    "an encoding that does not fit": (b"<?xml version='1.0' encoding='utf-16'?><a/>", 1, 31, "utf-16", "UTF-8"),
    "UTF-16 called UTF-8": ("<?xml version='1.0' encoding='utf-8'?><a/>".encode("utf-16"), 1, 1, "utf-8", "UTF-8"),
    "half a character of UTF-16": ("<a>é</a>".encode("utf-16")[:-1], 1, 8, "its bytes are not", "UTF-8"),
    "a declaration too late": (b"\n<?xml version='1.0'?><a/>", 2, 1, "Something stands before", "empty lines"),
    "two files in one": (b"<?xml version='1.0'?><a/>\n<?xml version='1.0'?><a/>", 2, 1, "in the middle", "joined"),
    "a prefix": (b"<a><xi:include/></a>", 1, 4, "The prefix xi is not declared", "http://www.w3.org/2001/XInclude"),
    "a prefix of an attribute": (b"<a xlink:href='1'/>", 1, 1, "The prefix xlink is not declared", "1999/xlink"),
    "an external DTD": (b"<!DOCTYPE a SYSTEM 'x.dtd'>\n<a>&eacute;</a>", 2, 4, "the DTD x.dtd is not read", "U+00E9 itself"),
    "an external entity": (b"<!DOCTYPE a [<!ENTITY x SYSTEM 'y.xml'>]>\n<a>&x;</a>", 2, 4, "y.xml, which is not read", "--xinclude"),
    "a circle": (b"<!DOCTYPE a [<!ENTITY x '&y;'><!ENTITY y '&x;'>]><a>&x;</a>", 1, 53, "stands for itself", "declaration"),
    "half an element": (b"<!DOCTYPE a [<!ENTITY x '<b>'>]><a>&x;</b></a>", 1, 36, "does not end it", "Write it out"),
    "quadratic": (b"<!DOCTYPE a [<!ENTITY x '" + b"x" * 10**5 + b"'>]><a>" + b"&x;" * 5000 + b"</a>", 1, None, "hundred times", "out"),
    "gzip": (b"\x1f\x8b\x08", 1, 1, "gzip", "Unpack"),
    "a .docx": (b"PK\x03\x04", 1, 1, "zip", "export"),
    "empty": (b" \n", 1, 1, "The file is empty", "copy"),
    "deep": (b"<a>" * 300 + b"</a>" * 300, 1, 769, "256 deep", "end tags"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_first_fault_is_named(case):
    data, line, column, message, cure = CASES[case]
    found = explain(data, "a.xml")
    assert message in found.message and cure in found.hint, found
    assert found.line == line and (column is None or found.column == column), found
    assert found.message.endswith(".") and (found.message + found.hint).isprintable()


@pytest.mark.parametrize("case", CASES)
def test_both_parsers_refuse_what_is_refused(case):
    data = CASES[case][0]
    with pytest.raises(NotReadable):
        parse(data, "a.xml")
    if case != "deep":  # which is for those who read the events to refuse
        with pytest.raises(NotWellFormed):
            of_bytes(data)(lambda parser: None)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "shift_jis", "windows-1251"])
def test_places_are_counted_in_characters(encoding):
    declared = encoding.removesuffix("-sig").removesuffix("-le").removesuffix("-be")
    text = (
        f'<?xml version="1.0" encoding="{declared}"?>\r\n<a>\r'
        + ("Привет" if "125" in encoding else "日本")
        + " & </a>"
    )
    found = explain(text.encode(encoding), "a.xml")
    assert (found.line, found.column) == (3, text.rpartition("\r")[2].index("&") + 1)


def test_a_file_that_is_well_formed_has_no_fault():
    assert explain(b"<!DOCTYPE a SYSTEM 'x.dtd' [<!ENTITY x '<b/>'>]><a xml:id='1'>&x;</a>", "a.xml") is None
