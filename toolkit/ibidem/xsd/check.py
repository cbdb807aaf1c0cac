"""XML Schema: validation by xmlschema, its errors put into words that say what to do."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import etree
from xmlschema import XMLSchemaException

from ibidem.finding import Finding, Severity
from ibidem.reading.read import Source, is_tei
from ibidem.schemas.model import Schema
from ibidem.tree import Element, local
from ibidem.words.guidelines import element_page
from ibidem.words.of_xsd import in_words
from ibidem.xsd.build import load

_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
MOST = 1000  # faults that are reported of one file, as with RELAX NG


def check(source: Source, schema: Schema) -> Iterator[Finding]:
    """What a file has that its XML schema does not allow."""
    built = load(schema.path, schema.access)
    unknown = set(_unknown_types(source, built))
    for element in unknown:
        message = f"{local(element)}/@xsi:type has the value “{element.get(_TYPE)}”, and the schema has no such type."
        hint = "Correct it, or leave it out. The rest of the file may not have been checked against the schema."
        yield source.finding("attribute-value", Severity.ERROR, message, hint, element)
    count = 0
    try:
        for error in built.iter_errors(source.root, use_location_hints=False):
            element = error.elem
            if element in unknown:
                continue
            at = element if isinstance(element, etree._Element) and element in source._order else source.root
            said, where = in_words(error, at, built)
            yield replace(
                source.finding(said.code, Severity.ERROR, said.message, said.hint, where),
                see=element_page(said.see) if said.see and is_tei(source.root) else "", about=said.about,
            )  # fmt: skip
            count += 1
            if count == MOST:
                message = f"There may be more than these {MOST} faults: no more are reported of one file."
                yield source.finding("faults-many", Severity.ERROR, message, "Mend these first, and validate again.")
                return
    except (XMLSchemaException, KeyError, ValueError, TypeError, RecursionError) as error:
        if not unknown:  # of which the library dies
            reason = " ".join(str(error).split())[:200]
            message = f"Checking against {schema.path.name} ended before the whole file was checked: {reason}"
            yield source.finding(
                "not-checked", Severity.ERROR, message, "Mend what is reported above, and validate again."
            )


def _unknown_types(source: Source, schema: Any) -> Iterator[Element]:
    """The elements with an `xsi:type` that is no type of the schema."""
    for element in source.root.iter(etree.Element):
        if (value := element.get(_TYPE)) is None:
            continue
        prefix, _, name = value.strip().rpartition(":")
        namespace = element.nsmap.get(prefix or None, "" if not prefix else None)
        qualified = f"{{{namespace}}}{name}" if namespace else name
        if namespace is None or qualified not in schema.maps.types:
            yield element
