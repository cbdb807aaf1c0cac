"""Identifiers: unique, and names as XML wants them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from ibidem.finding import Severity
from ibidem.reading.read import Source
from ibidem.rules import Problem, rule
from ibidem.tree import TEI, XML_ID, Element, local

# NCName of Namespaces in XML 1.0, production 4, with the ranges of XML 1.0 (fifth edition), production 4.
_START = (
    r"A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    r"\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NCNAME = re.compile(rf"[{_START}][{_START}.\-0-9\u00b7\u0300-\u036f\u203f\u2040]*")


@rule("id-repeated")
def repeated(source: Source) -> Iterator[Problem]:
    """An `xml:id` names one element only."""
    for element in source.root.iter(etree.Element):
        identifier = element.get(XML_ID)
        if identifier is not None and source.ids[identifier] is not element:
            first = source.span(source.ids[identifier]).line
            yield Problem(
                element,
                f"The xml:id “{identifier}” is used twice; the first is in line {first}.",
                "Give this element another xml:id, and mend the pointers that mean it.",
                about="@xml:id",
            )


@rule("id-name")
def name(source: Source) -> Iterator[Problem]:
    """An `xml:id` is a name: it begins with a letter, and has no spaces or colons."""
    for identifier, element in source.ids.items():
        if not _NCNAME.fullmatch(identifier):
            yield Problem(
                element,
                f"The xml:id “{identifier}” is not a name that XML allows.",
                "Begin it with a letter; use letters, digits, full stops, hyphens and underscores only.",
                about="@xml:id",
            )


@rule("id-alike", Severity.WARNING, id_case=Severity.INFO)
def alike(source: Source) -> Iterator[Problem]:
    """Two ids differ by more than capitals, and by more than the way in which an accent is written."""
    composed: dict[str, str] = {}
    folded: dict[str, str] = {}
    capitals: list[tuple[str, str]] = []
    for identifier, element in source.ids.items():
        form = unicodedata.normalize("NFC", identifier)
        first = composed.setdefault(form, identifier)
        if first != identifier:
            yield Problem(
                element,
                f"The xml:id “{identifier}” looks like that of line {source.span(source.ids[first]).line}, but its accents are written with other characters.",
                "Bring the file into Unicode’s form NFC, and give one of the two another xml:id.",
            )
            continue
        # sigla of one letter (A and a) are two witnesses by custom
        other = folded.setdefault(form.casefold(), identifier) if len(form) > 3 else identifier
        if other != identifier:
            capitals.append((identifier, other))
    if capitals:
        identifier, other = capitals[0]
        more = f", and so do {len(capitals) - 1} more pairs" if len(capitals) > 1 else ""
        yield Problem(
            source.ids[identifier],
            f"The xml:id “{identifier}” differs from “{other}” by capitals only{more}.",
            "Give one of the two another xml:id: they are easily taken for each other, and files named after them overwrite each other.",
            "id-case",
        )


def _place_of(element: Element) -> tuple[Element, str, str, str, str]:
    names = ("type", "subtype", "n")
    return (element.getparent(), local(element), *(element.get(name, "").strip() for name in names))


_DIVISIONS = tuple(TEI + name for name in ("div", "div1", "div2", "div3", "div4", "div5", "div6", "div7"))


@rule("number-repeated", Severity.WARNING)
def numbers(source: Source) -> Iterator[Problem]:
    """Divisions of one type that stand side by side have each its own number; where most share one, it is no number but a level."""
    keyed = [(_place_of(element), element) for element in source.root.iter(*_DIVISIONS) if element.get("n", "").strip()]
    seen: dict[tuple[Element, str, str, str, str], Element] = {}
    distinct, total = Counter(key[:4] for key in {key for key, _ in keyed}), Counter(key[:4] for key, _ in keyed)
    for key, element in keyed:
        number = key[4]
        first = seen.setdefault(key, element)
        if first is not element and 2 * distinct[key[:4]] > total[key[:4]]:
            kind = f" of the type “{element.get('type')}”" if element.get("type") else ""
            yield Problem(
                element,
                f"Two divisions{kind} side by side have the number {number}; the first is in line {source.span(first).line}.",
                "Correct @n of one, or leave it out: a reference to it means two places.",
            )
