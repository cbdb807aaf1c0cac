"""Languages: codes that are ones (BCP 47), and that the header declares."""

import re
from collections.abc import Iterator

from lxml import etree

from ibidem.finding import Severity
from ibidem.languages import SHORTER
from ibidem.reading.read import Source
from ibidem.rules import Problem, rule
from ibidem.tree import TEI, XML_LANG, Element, local

# RFC 5646, 2.1: language, script, region, variants, extensions, private use; the few grandfathered ones by their beginnings.
TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*"
    r"(?:-[a-wy-z0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?|x(?:-[a-z0-9]{1,8})+|i-[a-z]{2,8}|sgn-[a-z]{2}-[a-z]{2}|zh-min-nan",
    re.IGNORECASE | re.ASCII,
)


def _tags(source: Source) -> Iterator[tuple[Element, str, str]]:
    """Every language that is named: its element, its attribute, its code."""
    for element in source.root.iter(etree.Element):
        if (own := element.get(XML_LANG)) is not None:
            yield element, "xml:lang", own
        if element.tag == TEI + "language" and element.get("ident") is not None:
            yield element, "ident", element.get("ident")


@rule("language-tag", language_long=Severity.INFO)
def code(source: Source) -> Iterator[Problem]:
    """A language is named by a code of BCP 47, the shortest there is; each that is none is reported once."""
    seen: set[str] = set()
    for element, name, tag in _tags(source):
        if tag in seen or not tag:
            continue
        seen.add(tag)
        first = tag.split("-")[0].lower()
        where = f"{local(element)}/@{name} is “{tag}”"
        if not TAG.fullmatch(tag):
            hint = "Write the code of BCP 47: en, de-AT, zh-Hant; x-… for a name of your own."
            if "_" in tag and TAG.fullmatch(tag.replace("_", "-")):
                hint = f"Write “{tag.replace('_', '-')}”."
            yield Problem(element, f"{where}, which is no code of a language.", hint, about=f"@{name}")
        elif first in SHORTER:
            right = "-".join([SHORTER[first], *tag.split("-")[1:]])
            yield Problem(
                element,
                f"{where}; the code of this language is “{SHORTER[first]}”.",
                f"Write “{right}”.",
                "language-long",
            )
        elif len(first) > 3:
            hint = "Write the code of BCP 47 (English is en), or x-… for a name of your own."
            yield Problem(element, f"{where}; no code of a language has {len(first)} letters.", hint, about=f"@{name}")


@rule("language-undeclared", Severity.INFO)
def declared(source: Source) -> Iterator[Problem]:
    """Where the header lists the languages of a text, each language of the text is among them; each missing one is reported once."""
    listed = {
        str(language.get("ident")).lower()
        for usage in source.root.iter(TEI + "langUsage")
        for language in usage.iter(TEI + "language")
        if language.get("ident")
    }
    if not listed:
        return
    seen: set[str] = set()
    for text in source.root.iterfind(TEI + "text"):
        for element in text.iter(etree.Element):
            tag = element.get(XML_LANG, "").lower()
            if tag in seen or tag in ("und", "zxx", "mul") or not TAG.fullmatch(tag):
                continue
            seen.add(tag)
            if not any(_covers(one, tag) or _covers(tag, one) for one in listed):
                yield Problem(
                    element,
                    f"The language “{element.get(XML_LANG)}” is not among those that langUsage lists.",
                    f'Add <language ident="{element.get(XML_LANG)}">…</language> to langUsage in the header.',
                )


def _covers(wide: str, narrow: str) -> bool:
    return narrow == wide or narrow.startswith(f"{wide}-")
