"""XML Schema: validation by xmlschema, its errors put into words that say what to do."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from xmlschema import XMLSchemaException
from xmlschema.validators.exceptions import XMLSchemaChildrenValidationError, XMLSchemaValidationError

from ibidem.finding import Finding, Severity
from ibidem.read import Source
from ibidem.schema import Schema
from ibidem.tree import TEI, Element, local
from ibidem.xsd_schema import load

_MANY = 8
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
MOST = 1000  # faults that are reported of one file, as with RELAX NG


def check(source: Source, schema: Schema) -> Iterator[Finding]:
    """What a file has that its XML schema does not allow."""
    built = load(schema.path, schema.access)
    unknown = set(_unknown_types(source, built))
    for element in unknown:
        message = f"{local(element)}/@xsi:type has the value {element.get(_TYPE)!r}, and the schema has no such type."
        hint = "Correct it, or leave it out. The rest of the file may not have been checked against the schema."
        yield source.finding("schema", Severity.ERROR, message, hint, element)
    count = 0
    try:
        for error in built.iter_errors(source.root, use_location_hints=False):
            element = error.elem
            if element in unknown:
                continue
            at = element if isinstance(element, etree._Element) and element in source._order else source.root
            message, hint, where = _in_words(error, at, built)
            yield source.finding("schema", Severity.ERROR, message, hint, where)
            count += 1
            if count == MOST:
                message = f"There may be more than these {MOST} faults: no more are reported of one file."
                yield source.finding("schema", Severity.ERROR, message, "Mend these first, and validate again.")
                return
    except (XMLSchemaException, KeyError, ValueError, TypeError, RecursionError) as error:
        if not unknown:  # of which the library dies
            message = (
                f"Checking against {schema.path.name} ended before the whole file was checked: {_plain(str(error))}"
            )
            yield source.finding("schema", Severity.ERROR, message, "Mend what is reported above, and validate again.")


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


def _in_words(error: XMLSchemaValidationError, at: Element, schema: Any) -> tuple[str, str, Element]:
    name = local(at)
    if isinstance(error, XMLSchemaChildrenValidationError):
        return _children(error, at, schema)
    reason = " ".join(str(error.reason or error.message).split())
    if match := re.search(r"'([^']+)' attribute not allowed", reason):
        return f"The attribute {_bare(match[1])} is not allowed on {name}.", _known_attributes(error, name), at
    if match := re.search(r"missing required attribute[: ]+'([^']+)'", reason):
        return f"{name} needs the attribute {_bare(match[1])}.", "Add it.", at
    if "character data between child elements not allowed" in reason:
        return (
            f"{name} holds bare text, which is not allowed there.",
            "Put the text into a p, an ab or another element that takes words.",
            at,
        )
    if match := re.match(r"attribute ([\w:{}/.-]+)=(.*?): (.*)", reason):
        attribute = _bare(match[1])
        hint = "Write a language tag, such as en, de-AT or zh-Hant." if attribute == "xml:lang" else _plain(match[3])
        return f"{name}/@{attribute} has the value {match[2]}, which is not allowed.", hint, at
    return f"{name}: {_plain(reason)}", "", at


def _children(error: XMLSchemaChildrenValidationError, at: Element, schema: Any) -> tuple[str, str, Element]:
    expected = sorted({name for particle in error.expected or [] for name in _names(particle, schema)})
    listed = _listed(expected)
    children = [child for child in at if isinstance(child.tag, str)]
    wrong = children[error.index] if error.index < len(children) else None
    if wrong is None:
        return (
            f"{local(at)} is not complete: {listed or 'a further element'} must follow.",
            "Add what is missing, or remove the element.",
            at,
        )
    name = local(wrong)
    if not wrong.tag.startswith(TEI):
        return (
            f"The element {name} is not TEI (namespace {etree.QName(wrong).namespace or 'none'}).",
            "Remove it, or encode it in TEI.",
            wrong,
        )
    hint = f"Allowed here: {listed}." if listed else _instead(local(at), sorted(_names(error.particle, schema)))
    if wrong.tag not in schema.maps.elements:
        close = _nearest(name, [_bare(known) for known in schema.maps.elements])
        return (
            f"The schema does not know the element {name}.",
            (f"Did you mean {close}? " if close else "") + hint,
            wrong,
        )
    return f"{name} is not allowed in {local(at)} at this place.", hint, wrong


def _instead(parent: str, takes: list[str]) -> str:
    """What to do about an element in content that is a free choice: a few alternatives are listed."""
    if len(takes) <= _MANY:
        return f"{parent} takes {_listed(takes) or 'no elements'}."
    return f"Move it, or end the {parent} before it."


def _names(particle: Any, schema: Any) -> set[str]:
    """The elements that a particle of a content model stands for: one, all of a group, or all that may stand for an abstract one."""
    if hasattr(particle, "iter_elements"):
        return {name for element in particle.iter_elements() for name in _names_of(element, schema)}
    return _names_of(particle, schema)


def _names_of(element: Any, schema: Any) -> set[str]:
    name = getattr(element, "name", None)
    if not name:
        return set()
    members = schema.maps.substitution_groups.get(name, ())
    own = (
        set()
        if getattr(element, "abstract", False) or getattr(schema.maps.elements.get(name), "abstract", False)
        else {_bare(str(name))}
    )
    return own.union(*(_names_of(member, schema) for member in members))


def _listed(names: list[str]) -> str:
    return ", ".join(names[:_MANY]) + (f" and {len(names) - _MANY} more" if len(names) > _MANY else "")


def _known_attributes(error: XMLSchemaValidationError, name: str) -> str:
    attributes = [_bare(str(key)) for key in getattr(error.validator, "keys", list)() if key]
    return (
        f"{name} takes {', '.join(sorted(attributes))}."
        if 0 < len(attributes) <= 30
        else "Remove it, or use one that the schema has."
    )


def _nearest(name: str, known: list[str]) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, known, n=1, cutoff=0.7)), "")


def _bare(name: str) -> str:
    return (
        "xml:" + name.partition("}")[2]
        if name.startswith("{http://www.w3.org/XML/1998/namespace}")
        else name.rpartition("}")[2].strip("'\"")
    )


def _plain(reason: str) -> str:
    """A sentence of the library without its object notation."""
    return _sentence(
        re.sub(
            r"\{[^}]*\}",
            "",
            re.sub(r"\b\w*(?:Facet|Group|Xsd\w+)\([^()]*(?:\([^()]*\)[^()]*)*\)", "the schema", reason),
        )
    )


def _sentence(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
