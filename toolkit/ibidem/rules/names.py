"""Names and the entries that they point at."""

from collections.abc import Iterator

from ibidem.finding import Severity
from ibidem.reading.read import Source
from ibidem.rules import Problem, gathered, rule
from ibidem.rules.pointers import leads_to
from ibidem.targets import pointers
from ibidem.tree import TEI, XML_ID, Element, local, text_of

_ENTRY_OF = {"persName": ("person", "personGrp"), "placeName": ("place",), "orgName": ("org",)}


_ENTRIES = frozenset(TEI + name for name in ("person", "personGrp", "persona", "place", "org", "nym", "relation"))
_POINTING = ("ref", "sameAs", "corresp", "copyOf", "nymRef", "key")  # ways to say who is meant


def _mentions(source: Source) -> Iterator[Element]:
    """The names in the text itself, in document order, but not those of the entries, wherever a file keeps them."""
    for text in source.root.iterfind(f"{TEI}text"):
        for element in text.iter(*(TEI + name for name in _ENTRY_OF)):
            if not any(node.tag in _ENTRIES for node in element.iterancestors()):
                yield element


def _entries(source: Source, *names: str) -> Iterator[Element]:
    """The entries for persons, places … of the file, in `standOff`, header or back; what stands inside an event is not one."""
    for element in source.root.iter(*(TEI + name for name in names)):
        parent = element.getparent()
        if element.get(XML_ID) is not None and parent is not None and local(parent).startswith("list"):
            yield element


@rule("name-entry")
def unresolved(source: Source) -> Iterator[Problem]:
    """In an edition that has entries for a kind of name, each name of that kind points at one."""
    listed = {name for name, kinds in _ENTRY_OF.items() if next(_entries(source, *kinds), None) is not None}
    found: dict[str, list[Problem]] = {name: [] for name in listed}
    pointing: set[str] = set()
    for element in _mentions(source):
        name = local(element)
        if name not in listed:
            continue
        if any(element.get(attribute) for attribute in _POINTING):
            pointing.add(name)
            continue
        kind = _ENTRY_OF[name][0]
        hint = f'Add ref="#…" with the xml:id of the {kind}, or make an entry for it.'
        found[name].append(Problem(element, f"“{text_of(element)}” points at no {kind}.", hint))
    for name, problems in found.items():
        # where none at all points anywhere, that is one oversight
        yield from problems if name in pointing else gathered(problems, f"{name} of this file, and none points at one")


@rule("entry-unused", Severity.WARNING)
def unused(source: Source) -> Iterator[Problem]:
    """An entry is there because something points at it."""
    used = {element for pointer in pointers(source) for element in leads_to(pointer, source)}
    entries = list(_entries(source, "person", "personGrp", "place", "org", "bibl"))
    if not used.intersection(entries):
        # a list that is the text itself serves other files
        entries = [entry for entry in entries if next(entry.iterancestors(TEI + "body"), None) is None]
    for entry in entries:
        in_list = entry.getparent().get("type") == "sources" or local(entry) != "bibl"
        if in_list and entry not in used:
            yield Problem(
                entry,
                f"Nothing points at the {local(entry)} “{entry.get(XML_ID)}”.",
                "Remove the entry, or tag the names that mean it.",
            )


@rule("name-form", Severity.WARNING)
def form(source: Source) -> Iterator[Problem]:
    """The form of a name in the text is one of those that its entry lists, where it lists any."""
    listed: dict[str, frozenset[str]] = {}
    for element in _mentions(source):
        entry = source.target(element.get("ref"))
        if entry is None or local(entry) not in _ENTRY_OF[local(element)]:
            continue
        key = entry.get(XML_ID)
        if key not in listed:
            names = entry.findall(f"{TEI}{local(element)}")
            listed[key] = (
                frozenset(text_of(name) for name in names)
                if any(name.get("type") in ("form", "variant") for name in names)
                else frozenset()
            )
        written = text_of(element)
        if listed[key] and written not in listed[key]:
            yield Problem(
                element,
                f"The entry “{key}” does not list the form “{written}”.",
                f'Add <{local(element)} type="form">{written}</{local(element)}> to it, or correct @ref if another is meant.',
            )
