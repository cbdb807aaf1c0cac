"""The language of every element of a text, by the nearest `xml:lang`."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from ibidem.reading.read import Source
from ibidem.tree import TEI, XML_LANG, Element, Run, View, is_numbered_note, local, runs

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# In these, white space and marks are those of a machine.
_CODE = frozenset(
    TEI + name for name in ("code", "eg", "formula", "ident", "gi", "att", "val", "tag", "idno", "notatedMusic")
)

# Codes of three letters for which BCP 47 has one of two.
SHORTER = {
    "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "ita": "it", "spa": "es", "por": "pt", "lat": "la", "ell": "el", "gre": "el",
    "rus": "ru", "ukr": "uk", "pol": "pl", "ces": "cs", "cze": "cs", "slk": "sk", "slo": "sk", "hun": "hu", "nld": "nl", "dut": "nl", "swe": "sv",
    "dan": "da", "nor": "no", "fin": "fi", "heb": "he", "ara": "ar", "fas": "fa", "per": "fa", "tur": "tr", "jpn": "ja", "zho": "zh", "chi": "zh",
    "kor": "ko", "san": "sa", "hin": "hi", "ron": "ro", "rum": "ro", "bul": "bg", "hrv": "hr", "srp": "sr", "slv": "sl", "cat": "ca", "cym": "cy",
    "wel": "cy", "gle": "ga", "isl": "is", "ice": "is", "lit": "lt", "lav": "lv", "est": "et", "kat": "ka", "geo": "ka", "hye": "hy", "arm": "hy",
}  # fmt: skip


@lru_cache(maxsize=1)  # several rules ask for those of the same text
def languages(source: Source) -> dict[Element, str]:
    """The language of each element, in lower case; that of the header, or "", where none is named."""
    found: dict[Element, str] = {}
    whole = _of_header(source)
    for element in source.root.iter(etree.Element):
        own = element.get(XML_LANG)
        found[element] = own.lower() if own is not None else found.get(element.getparent(), whole)
    return found


def _of_header(source: Source) -> str:
    """The language of a file whose header lists one only."""
    listed = [
        each.get("ident", "") for each in source.root.iter(TEI + "language") if local(each.getparent()) == "langUsage"
    ]
    first, _, rest = listed[0].lower().partition("-") if len(listed) == 1 else ("", "", "")
    return "-".join(filter(None, (SHORTER.get(first, first), rest)))


@dataclass(frozen=True, slots=True)
class Prose:
    """A run of the reading text, its language, and whether its white space and marks are to be judged."""

    run: Run
    language: str
    judged: bool


@lru_cache(maxsize=1)
def prose(source: Source) -> list[Prose]:
    """The reading text in order; each numbered note after it, since it stands elsewhere."""
    known = languages(source)
    kept = _kept(source)
    return [
        Prose(run, known[run.element], run.element not in kept)
        for part in _parts(source)
        for run in (Run(None, part), *runs(part, View.READ))
    ]


def _parts(source: Source) -> Iterator[Element]:
    for text in source.root.iterfind(TEI + "text"):
        yield text
        yield from (note for note in text.iter(TEI + "note") if is_numbered_note(note))


@lru_cache(maxsize=1)
def _kept(source: Source) -> frozenset[Element]:
    """The elements whose white space is to stay as it is, or that hold code."""
    kept: set[Element] = set()
    for element in source.root.iter(etree.Element):
        own = element.get(_SPACE)
        if element.tag in _CODE or own == "preserve" or (own is None and element.getparent() in kept):
            kept.add(element)
    return frozenset(kept)


def is_kept(element: Element, source: Source) -> bool:
    """Whether the white space of an element is to stay as it is (`xml:space`, code)."""
    return element in _kept(source)
