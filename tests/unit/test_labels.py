"""The words of the interface: no language lacks one, and every word that a stylesheet asks for is there."""

import re
from collections import Counter

import pytest
from lxml import etree

from conftest import ROOT

NS = "{urn:ibidem}"
FILES = sorted((ROOT / "xslt" / "lib" / "labels").glob("*.xml"))
ASKED = re.compile(r"""ib:(?:label|word|around-argument)\('([\w-]+)'""")


def words(path):
    return {label.get("key"): label.text for label in etree.parse(path).iter(NS + "label")}


ENGLISH = words(ROOT / "xslt" / "lib" / "labels" / "en.xml")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_language_is_complete(path):
    root, here = etree.parse(path).getroot(), words(path)
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == path.stem
    assert here.keys() == ENGLISH.keys()
    assert not [key for key, text in here.items() if not (text or "").strip()]
    assert {key: text.count("{1}") for key, text in here.items()} == {
        key: text.count("{1}") for key, text in ENGLISH.items()
    }
    repeated = Counter(label.get("key") for label in root.iter(NS + "label"))
    assert max(repeated.values()) == 1
    forms = Counter(month.get("form") for month in root.iter(NS + "month"))
    assert set(forms.values()) <= {12}
    assert forms or path.stem == "zh"  # there a month is a number


def test_the_files_are_those_that_are_read():
    text = (ROOT / "xslt" / "lib" / "labels.xsl").read_text(encoding="utf-8")
    named = re.search(r'name="ib:shipped"[^>]*select="([^"]*)"', text)[1]
    assert sorted(re.findall(r"'(\w+)'", named)) == [path.stem for path in FILES]


def test_every_word_that_is_asked_for_is_there():
    asked = {
        key
        for path in (ROOT / "xslt").rglob("*.xsl")
        for key in ASKED.findall(path.read_text(encoding="utf-8"))
        if not key.endswith("-")
    }
    assert len(asked) > 40
    assert not asked - ENGLISH.keys()
