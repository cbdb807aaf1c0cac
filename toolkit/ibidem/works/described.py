"""Reading what the markup of an edition says of a work: `bibl` and `biblStruct` of its list, or a `bibl` in a note."""

import re

from ibidem.citations.locator import is_archival, read_levels
from ibidem.tree import TEI, Element, text_of, without
from ibidem.works.record import Person, Record, Step

_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_LEVELS = {"j": "article-journal", "m": "chapter", "s": "chapter"}


def record_of(element: Element) -> Record:
    """What an entry says. Its label is its short title, or else its words."""
    short = _first(element, "title[@type='short']")
    titles = {level: _title(element, level) for level in "amjsu"}
    title = (
        titles["a"]
        or titles["u"]
        or titles["m"]
        or titles["j"]
        or titles["s"]
        or (_title(element, None) if short is None else "")
    )
    container = next((titles[level] for level in "jms" if titles[level] and titles["a"]), "")
    path = _path(element)
    return Record(
        _kind(titles, path, container), text_of(short if short is not None else without(element, "note")) or title,
        _people(element, "author"), _people(element, "editor"), title, container,
        _scope(element, "volume"), _scope(element, "issue"), _scope(element, "page").replace("–", "-"),
        _text(element, "publisher"), _text(element, "pubPlace"), _date(element), _text(element, "idno[@type='DOI']"),
        _text(element, "institution") or _text(element, "repository") or _text(element, "orgName"), _text(element, "settlement"), path,
    )  # fmt: skip


def has_fields(element: Element) -> bool:
    """Whether a `bibl` marks up what it says, so that its words need not be read."""
    return any(next(element.iterdescendants(TEI + name), None) is not None for name in ("title", "author", "editor"))


def _kind(titles: dict[str, str], path: tuple[Step, ...], container: str) -> str:
    if path:
        return "manuscript"
    if container:
        return next(kind for level, kind in _LEVELS.items() if titles[level] == container)
    return "book" if titles["m"] else "document"


def _first(element: Element, path: str) -> Element | None:
    """The first descendant that a name with a predicate selects, and that belongs to the work itself."""
    name, _, rest = path.partition("[")
    found = element.iterfind(f".//{TEI}{name}" + (f"[{rest}" if rest else ""))
    return next((node for node in found if _is_own(node, element)), None)


def _is_own(node: Element, top: Element) -> bool:
    """Whether a node says something of the work, not of another one in a note or a `relatedItem`."""
    for parent in node.iterancestors():
        if parent is top:
            return True
        if parent.tag in (TEI + "note", TEI + "relatedItem"):
            return False
    return False


def _text(element: Element, path: str) -> str:
    found = _first(element, path)
    return text_of(found) if found is not None else ""


def _title(element: Element, level: str | None) -> str:
    for title in element.iterdescendants(TEI + "title"):
        if title.get("level") == level and title.get("type") != "short" and _is_own(title, element):
            return text_of(title)
    return ""


def _people(element: Element, name: str) -> tuple[Person, ...]:
    found = []
    for node in element.iterdescendants(TEI + name):
        if not _is_own(node, element):
            continue
        family = " ".join(text_of(part) for part in node.iterdescendants(TEI + "surname"))
        given = " ".join(text_of(part) for part in node.iterdescendants(TEI + "forename"))
        found.append(Person(family, given) if family else parted(text_of(node)))
    return tuple(person for person in found if person.family)


def parted(name: str) -> Person:
    """A name in its two parts, where the words show them: *Moor, Anna*, *A.I. Mikoyan*; else as it is."""
    if re.fullmatch(r"[^,]+,\s[^,]+", name):
        family, _, given = name.partition(", ")
        return Person(family, given)
    initials = re.fullmatch(r"((?:\w{1,3}\.[\s-]?)+)(.+)", name)
    return Person(initials[2].strip(), initials[1].strip()) if initials else Person(name)


def _scope(element: Element, unit: str) -> str:
    scope = _first(element, f"biblScope[@unit='{unit}']")
    if scope is None:
        return ""
    if scope.get("from"):
        first, last = scope.get("from", ""), scope.get("to", "")
        return first if last in ("", first) else f"{first}-{last}"
    return re.sub(r"^[^\W\d_]{1,5}\.\s?", "", text_of(scope))


def _date(element: Element) -> str:
    date = _first(element, "date")
    if date is None:
        return ""
    match = _DATE.fullmatch(date.get("when", "")) or re.search(r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)", text_of(date))
    return match[0] if match else ""


def _path(element: Element) -> tuple[Step, ...]:
    found = []
    for node in element.iterdescendants(TEI + "idno"):
        unit, text = node.get("type", ""), text_of(node)
        if is_archival(unit):
            number = next((level.first for level in read_levels(text)), text)
            found.append(Step(unit, number, text))
    return tuple(found)
