"""Elements that say nothing although their place in the text calls for words."""

from collections.abc import Iterator

from ibidem.finding import Severity
from ibidem.reading.read import Source
from ibidem.rules import Problem, rule
from ibidem.tree import TEI, XML_ID, Element, is_numbered_note, local

# Elements that exist for the words in them. Left out are those that mean something when they are empty: a reading or a correction that
# leaves words out, a cell, a verse that is only numbered, a date in an attribute, and all that have no content by definition.
_NEED_WORDS = """
    ab address addrLine affiliation appInfo argument author bibl byline caption closer country dateline def desc docAuthor docTitle editor
    emph epigraph figDesc foreign forename form gloss head hi imprint item label language mentioned msContents name note occupation opener
    orgName orth p persName placeName postscript publisher pubPlace q quote ref region roleName rs said salute settlement signed soCalled
    speaker stage surname term title titlePart trailer witness
"""
_NAMES = tuple(TEI + name for name in _NEED_WORDS.split())
# With one of these an element says something all the same.
_SAYING = frozenset(
    [
        "ref",
        "sameAs",
        "copyOf",
        "target",
        "key",
        "when",
        "corresp",
        "n",
        "facs",
        "next",
        "prev",
        "source",
        "ident",
        "who",
        "cRef",
    ]
)
_MANY = 3


@rule("element-empty", Severity.WARNING)
def empty(source: Source) -> Iterator[Problem]:
    """An element that is there for its words has some; many of one kind are reported once."""
    found: dict[str, list[Element]] = {}
    for element in source.root.iter(*_NAMES):
        if _says_nothing(element):
            found.setdefault(local(element), []).append(element)
    for name, those in found.items():
        for element in those[:1] if len(those) > _MANY else those:
            more = f" (as are {len(those) - 1} more)" if len(those) > _MANY else ""
            yield Problem(
                element,
                f"This {name} is empty{more}.",
                "Write what belongs into it, or remove it. What the source leaves blank is <space/>, what cannot be read <gap/>.",
            )


def _says_nothing(element: Element) -> bool:
    if len(element) or (element.text and element.text.strip()) or is_numbered_note(element):
        return False
    return not _SAYING.intersection(element.attrib) and (element.get(XML_ID) is None or local(element) in ("p", "head"))
