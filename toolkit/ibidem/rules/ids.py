"""Identifiers: unique, and names as XML wants them."""

import re
from collections.abc import Iterator

from lxml import etree

from ibidem.read import Source
from ibidem.rules import Problem, rule
from ibidem.tree import XML_ID

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
