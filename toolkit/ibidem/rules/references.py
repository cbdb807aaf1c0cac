"""Canonical references: the structures that `refsDecl` declares are there, and each of their units has a reference of its own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ibidem.finding import Severity
from ibidem.paths import BadPath, Counter, NotRead, Path, Spent, read_path
from ibidem.patterns import BadPattern, compiled
from ibidem.reading.read import Source
from ibidem.rules import Problem, rule
from ibidem.spans import Finder, Span, finder
from ibidem.tree import TEI, Element, local

_REFERENCE = re.compile(r"\$(\d)")


@dataclass
class _Units:
    """The units of one `citeStructure`: how many, those without a reference, and those with the same one."""

    count: int = 0
    nameless: list[Element] = field(default_factory=list)
    seen: set[tuple[Span | None, str]] = field(default_factory=set)
    again: list[tuple[Element, str]] = field(default_factory=list)


@rule(
    "reference-path",
    reference_delim=Severity.ERROR,
    reference_empty=Severity.WARNING,
    reference_repeated=Severity.WARNING,
    reference_unchecked=Severity.INFO,
)
def structures(source: Source) -> Iterator[Problem]:
    """Each `citeStructure` has paths that lead somewhere, and gives each unit a reference that no other has."""
    outer = source.find("//t:refsDecl/t:citeStructure")
    if not outer:
        return
    found = finder(source.root)
    try:
        for structure in outer:
            yield from _structure(structure, [None], found)
    except Spent:
        yield Problem(
            outer[0],
            "The references could not all be checked: their paths look at too many elements.",
            "Write out the way, as /TEI/text/body/div, where // is written.",
            "reference-unchecked",
        )


def _structure(structure: Element, contexts: Sequence[Span | None], found: Finder) -> Iterator[Problem]:
    unit = structure.get("unit") or "unit"
    nested = local(structure.getparent()) == "citeStructure"
    yield from _form(structure, nested=nested)
    paths: dict[str, Path] = {}
    for name in ("match", "use"):
        try:
            paths[name] = read_path(structure.get(name, ""), dict(structure.nsmap))
            if name == "use" and paths[name].absolute:
                raise NotRead(name)  # it would look at the whole text for each unit
        except BadPath as error:
            written = structure.get(name)
            yield Problem(
                structure,
                f"citeStructure/@{name} is “{written}”, which is no XPath: {error}."
                if written is not None
                else f"This citeStructure has no {name}.",
                'Write the way to the units, as match="//body/div"; and to what names one, as use="@n".',
            )
            return
        except NotRead:
            yield Problem(
                structure,
                f"citeStructure/@{name} (“{structure.get(name)}”) is not checked: it is more than a path with conditions on attributes.",
                'Where it can be said so, write it as //body/div[@type="chapter"], and what names a unit as @n or position().',
                "reference-unchecked",
            )
            return
    units = _Units()
    matched: list[Span] = []
    for context in contexts:
        for position, span in enumerate(found.spans(paths["match"], context), start=1):
            matched.append(span)
            _add(units, context, span.element, paths["use"].value(span.element, position, found.counter))
    yield from _judged(structure, unit, units)
    if matched:
        for data in structure.iterchildren(TEI + "citeData"):
            yield from _data(data, matched, found.counter)
        for inner in structure.iterchildren(TEI + "citeStructure"):
            yield from _structure(inner, matched, found)


def _form(structure: Element, *, nested: bool) -> Iterator[Problem]:
    match = structure.get("match", "").strip()
    if nested and not structure.get("delim"):
        yield Problem(
            structure,
            f"Nothing separates the {structure.get('unit') or 'unit'} from what stands before it in a reference.",
            'Add delim to the inner citeStructure, as delim="." for 1.2.',
            "reference-delim",
        )
    if match and match.startswith("/") is nested:
        yield Problem(
            structure,
            f"citeStructure/@match (“{match}”) must {'not ' if nested else ''}begin with a slash, for it is {'inside another' if nested else 'the outer one'}.",
            "Of the outer citeStructure the path begins at the document, of an inner one at the unit around it.",
        )


def _add(units: _Units, context: Span | None, element: Element, value: str | None) -> None:
    units.count += 1
    if not value:
        units.nameless.append(element)
    elif (context, value) in units.seen:
        units.again.append((element, value))
    else:
        units.seen.add((context, value))


def _judged(structure: Element, unit: str, units: _Units) -> Iterator[Problem]:
    if not units.count:
        yield Problem(
            structure,
            f"No {unit} is found by “{structure.get('match')}”.",
            "Correct match, or remove the citeStructure.",
            "reference-empty",
        )
    if units.nameless:
        which = f"{len(units.nameless)} of {units.count}" if units.count > 1 else "The only one"
        yield Problem(
            units.nameless[0],
            f"This {local(units.nameless[0])} has nothing by which it can be cited as a {unit}: “{structure.get('use')}” gives nothing ({which}).",
            "Give it what use asks for, or change use.",
            "reference-empty",
        )
    if units.again:
        element, value = units.again[0]
        more = f" ({len(units.again)} such cases)" if len(units.again) > 1 else ""
        yield Problem(
            element,
            f"Two units are cited as {unit} “{value}”{more}.",
            f"Give each its own: “{structure.get('use')}” must differ from one to the next.",
            "reference-repeated",
        )


def _data(data: Element, matched: list[Span], counter: Counter) -> Iterator[Problem]:
    """What is said of the units is there for one of them at least."""
    try:
        path = read_path(data.get("use", ""), dict(data.nsmap))
        if path.absolute:
            return
    except BadPath as error:
        yield Problem(
            data,
            f"citeData/@use is “{data.get('use', '')}”, which is no XPath: {error}.",
            'Write a path, as use="head".',
        )
        return
    except NotRead:
        return  # a value made of several by functions
    if all(path.value(span.element, 1, counter) is None for span in matched):
        yield Problem(
            data,
            f"No unit has what “{data.get('use')}” asks for.",
            "Correct use, or remove the citeData.",
            "reference-empty",
        )


@rule("reference-pattern")
def patterns(source: Source) -> Iterator[Problem]:
    """A `cRefPattern` has a pattern that can be read, and a replacement that uses only groups of it."""
    for element in source.root.iter(TEI + "cRefPattern"):
        try:
            groups = compiled(element.get("matchPattern", "")).groups
        except BadPattern as error:
            yield Problem(
                element,
                f"The matchPattern “{element.get('matchPattern')}” cannot be used: {error}.",
                "Write a regular expression with a group for each part of a reference, as (.+) (.+):(.+).",
            )
            continue
        lacking = [n for n in map(int, _REFERENCE.findall(element.get("replacementPattern", ""))) if n > groups]
        if lacking:
            yield Problem(
                element,
                f"The replacementPattern takes up ${lacking[0]}, and matchPattern has {groups or 'no'} group{'s' if groups != 1 else ''}.",
                "Put what is meant into parentheses in matchPattern, or correct the number.",
            )
