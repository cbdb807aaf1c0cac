"""Pointers: each has its target, and one of the right kind."""

import re
import unicodedata
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from ibidem.finding import Severity
from ibidem.reading.read import Source
from ibidem.rules import Problem, gathered, rule
from ibidem.targets import Place, Pointer, identifiers, included, names_in, parts_of, place_of, pointers
from ibidem.tree import TEI, Element, local

_NO_URI = re.compile(r"[<>{}|\\^`\"]|^[^:/?#]*\[")
_WORD = re.compile(r"[^\s./:#?%]+")
_ADDRESSES = ("target", "ref", "url")  # of which `uri` speaks
_NUMBER = re.compile(r"\d+")
_MANY = 3  # pointers of one attribute that all fail have one cause: one finding
_GUESSES = 20  # as many are looked for; each looks through the ids

_PERFORMERS = (
    "person",
    "personGrp",
    "org",
    "persona",
    "castItem",
    "role",
    "castGroup",
    "listPerson",
    "item",
    "persName",
    "name",
    "rs",
)
_WITNESSES = (
    "witness", "listWit", "person", "bibl", "biblStruct", "biblFull", "listBibl", "msDesc", "msPart", "msFrag", "object", "abbr", "idno", "TEI",
)  # fmt: skip
_ANSWERABLE = (
    "respStmt", "application", "person", "personGrp", "persona", "org", "author", "editor", "principal", "sponsor", "funder", "publisher", "authority",
    "distributor", "name", "persName", "orgName", "rs", "resp", "bibl", "biblStruct", "biblFull", "handNote", "item", "listPerson", "category",
)  # fmt: skip
# What a pointer must lead to, by element and attribute; "*" for any element.
_KINDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("persName", "ref"): ("person", "personGrp", "persona", "role", "castItem", "author", "editor", "respStmt", "nym"),
    ("placeName", "ref"): ("place", "nym"),
    ("orgName", "ref"): ("org", "nym"),
    ("institution", "ref"): ("org", "place"),
    ("event", "where"): ("place",),
    **{(name, "who"): _PERFORMERS for name in ("q", "said", "sp", "u", "kinesic", "vocal", "incident", "move")},
    ("bibl", "corresp"): ("bibl", "biblStruct", "biblFull", "msDesc", "listBibl"),
    ("bibl", "source"): ("bibl", "biblStruct", "note"),
    ("*", "wit"): _WITNESSES,
    ("*", "hand"): ("handNote", "scriptNote"),
    ("handShift", "new"): ("handNote", "scriptNote"),
    ("*", "scribeRef"): ("person", "personGrp", "persona", "org"),
    ("*", "scriptRef"): ("scriptNote",),
    ("*", "calendar"): ("calendar", "category"),
    ("*", "datingMethod"): ("calendar", "category"),
}


@rule("pointer-target")
def target(source: Source) -> Iterator[Problem]:
    """A pointer into this file, or into another one of the edition, needs an element with that `xml:id`."""
    brought = included(source)
    if brought is None:
        return  # the id may come from a file that is not read
    missing: dict[str, list[tuple[Pointer, str, Place]]] = {}
    good: set[str] = set()
    for pointer in pointers(source):
        if pointer.attribute == "property":
            continue  # of citeData: a name for a property, which no element has
        places = [place for address in pointer.addresses if (place := place_of(address, pointer.element, source))]
        names = [_lost(place, source, brought) for place in places]
        key = pointer.attribute
        # of several declarations of a prefix, one that leads somewhere is enough
        if names and len(names) == len(pointer.addresses) and all(name is not None for name in names):
            missing.setdefault(key, []).append((pointer, names[0] or "", places[0]))
        elif names:
            good.add(key)
    guesses = _Guesses(source)
    lost: dict[tuple[str, Path | None], list[Pointer]] = {}
    for key, failed in missing.items():
        if key not in good and len(failed) > _MANY:
            yield _none_leads(failed)
            continue
        for pointer, name, place in failed:
            lost.setdefault((name, place.file), []).append(pointer)
    for (name, file), failed_here in lost.items():
        pointer, others = failed_here[0], len(failed_here) - 1
        where = f"nothing in {file.name if file else 'this file'} has that xml:id"
        so = f"; so {'does another pointer' if others == 1 else f'do {others} more pointers'}" if others else ""
        yield Problem(
            pointer.element,
            f"{_named(pointer)} points at {_spelt(pointer)}, and {where}{so}.",
            guesses.hint(name, file),
        )


def _lost(place: Place, source: Source, brought: dict[str, str]) -> str | None:
    """The id that a place names and that is not there; None where all is well or cannot be known."""
    if place.file is None:
        names: dict[str, Any] = source.ids
        return next((name for name in _ids(place) if name not in names and name not in brought), None)
    if not place.fragment or (others := names_in(place.file, source)) is None:
        return None
    return next((name for name in _ids(place) if name not in others), None)


def _ids(place: Place) -> list[str]:
    return identifiers(unquote(place.fragment) if "%" in place.fragment else place.fragment)


def _none_leads(failed: list[tuple[Pointer, str, Place]]) -> Problem:
    pointer = failed[0][0]
    return Problem(
        pointer.element,
        f"None of the {len(failed)} pointers in @{pointer.attribute} that name an xml:id leads anywhere; the first is “{pointer.written}”.",
        "Add the elements that they mean (surfaces, persons, witnesses …) with these xml:id, or write addresses of files.",
    )


class _Guesses:
    """What may have been meant by an id that is not there."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.composed: dict[str, str] | None = None
        self.known: dict[str, str] = {}
        self.old: dict[str, Element] | None = None

    def hint(self, name: str, file: Path | None) -> str:
        hint = "Correct the pointer, or add the element that it means."
        if file is not None:
            return hint
        if (element := self._old_ids().get(name)) is not None:
            line = self.source.span(element).line
            return f"The {local(element)} in line {line} has id=“{name}”, which is no id in TEI: write xml:id there."
        if self.composed is None:
            self.composed = {unicodedata.normalize("NFC", known): known for known in self.source.ids}
        if unicodedata.normalize("NFC", name) in self.composed:
            return (
                f"An xml:id looks the same, but its accents are written with other characters ({len(name)} characters here, "
                f"{len(self.composed[unicodedata.normalize('NFC', name)])} there). Bring the file into Unicode’s form NFC."
            )
        if name not in self.known and len(self.known) < _GUESSES:
            ids = [known for known in list(self.source.ids)[:5000] if not _is_numbered_like(known, name)]
            close = get_close_matches(name, ids, n=1, cutoff=0.8) if len(name) < 100 else []
            self.known[name] = close[0] if close else ""
        return f"Did you mean “#{self.known[name]}”?" if self.known.get(name) else hint

    def _old_ids(self) -> dict[str, Element]:
        """The elements with an `id` that is not `xml:id`, as TEI P4 and HTML have it."""
        if self.old is None:
            self.old = {element.get("id", ""): element for element in self.source.root.iterfind(".//*[@id]")}
        return self.old


def _is_numbered_like(one: str, other: str) -> bool:
    """Whether two ids differ in their numbers only: that one of them is there says nothing of the other."""
    return _NUMBER.sub("0", one) == _NUMBER.sub("0", other)


@rule("pointer-kind", resp_target=Severity.ERROR)
def kind(source: Source) -> Iterator[Problem]:
    """A pointer leads to an element of the kind that its own element calls for."""
    found: dict[tuple[str, str, str], list[Problem]] = {}
    for pointer in pointers(source):
        name = local(pointer.element)
        answers = pointer.attribute == "resp"
        wanted = _ANSWERABLE if answers else _KINDS.get((name, pointer.attribute), _KINDS.get(("*", pointer.attribute)))
        kinds = [_found(address, pointer, source) for address in pointer.addresses] if wanted else []
        if wanted is None or not kinds or not all(each and each not in wanted for each in kinds):
            continue
        if answers:
            message = f"{_spelt(pointer)} is a {kinds[0]}, which cannot answer for this {name}."
            hint, code = "Point resp at a respStmt or application of the header, or at a person.", "resp-target"
        else:
            other = "element" if (name, pointer.attribute) in _KINDS else "attribute"
            message = f"{_named(pointer)} points at {_spelt(pointer)}, which is a {kinds[0]}, not a {wanted[0]}."
            hint, code = f"Point at a {' or '.join(wanted[:2])}, or use another {other} here.", "pointer-kind"
        found.setdefault((name, pointer.attribute, kinds[0]), []).append(Problem(pointer.element, message, hint, code))
    for problems in found.values():
        yield from gathered(problems, "such pointers")


def _found(address: str, pointer: Pointer, source: Source) -> str:
    """The name of the element to which an address leads; "" where that is not known."""
    place = place_of(address, pointer.element, source)
    if place is None or not place.fragment:
        return ""
    if place.file is not None:
        return (names_in(place.file, source) or {}).get(place.fragment, "")
    element = source.ids.get(place.fragment)
    return "" if element is None else local(element)


@rule("pointer-uri")
def uri(source: Source) -> Iterator[Problem]:
    """A pointer is a URI (RFC 3986): without brackets, braces and other characters that must be escaped."""
    for element in source.root.iter(f"{TEI}*"):
        for name in _ADDRESSES:
            value = element.get(name)
            if value is None:
                continue
            if not value.strip() or _NO_URI.search(value) or None in map(parts_of, value.split()):
                yield Problem(
                    element,
                    f"{local(element)}/@{name} is “{value}”, which is no address.",
                    "Write an address, #id, or a file name; or remove the attribute.",
                    about=f"@{name}",
                )


@rule("pointer-file", pointer_word=Severity.WARNING)
def file(source: Source) -> Iterator[Problem]:
    """A pointer to a file of the edition needs that file; a mere word is no pointer."""
    absent: dict[tuple[str, str, bool], list[tuple[Pointer, Path]]] = {}
    present: set[tuple[str, str, bool]] = set()
    there: dict[Path, bool] = {}
    for pointer in pointers(source):
        whole = pointer.element.get(pointer.attribute, "") if pointer.attribute in _ADDRESSES else pointer.written
        if _NO_URI.search(whole):
            continue
        word = _WORD.fullmatch(pointer.written) is not None
        places = [place_of(address, pointer.element, source) for address in pointer.addresses]
        files = [place.file for place in places if place and place.file]
        forgotten = word and pointer.written in source.ids  # whatever xml:base makes of it
        if not forgotten and (not files or len(files) < len(places)):
            continue
        key = (local(pointer.element), pointer.attribute, word)
        for path in files:
            if path not in there:
                there[path] = _exists(path)
        if any(there[path] for path in files):
            present.add(key)
        else:
            absent.setdefault(key, []).append((pointer, files[0] if files else source.path))
    for key, failed in absent.items():
        if key[2]:
            yield _word(failed[0][0], len(failed), source)
        elif key not in present and len(failed) > _MANY:
            yield Problem(
                failed[0][0].element,
                f"None of the {len(failed)} files that {_named(failed[0][0])} names is there; the first is “{_shown(failed[0][1], source)}”.",
                f"Paths are relative to {source.path.parent}/. Put the files there, or correct the pointers.",
            )
        else:
            for pointer, path in failed:
                yield Problem(
                    pointer.element,
                    f"{_named(pointer)} points at the file “{_shown(path, source)}”, which is not there.",
                    f"Paths are relative to {source.path.parent}/.",
                )


def _word(pointer: Pointer, count: int, source: Source) -> Problem:
    more = f" (as in {count - 1} more such attribute{'s' if count > 2 else ''})" if count > 1 else ""
    known = pointer.written in source.ids
    return Problem(
        pointer.element,
        f"{_named(pointer)} is “{pointer.written}”, which is a word and no pointer{more}.",
        f"Write “#{pointer.written}” to point at the element with that xml:id."
        if known
        else "Write #id to point at an element of this file, or a whole address. For a mere word use another attribute, such as n, type or key.",
        "pointer-word",
    )


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False  # a name that no file can have


def _shown(path: Path, source: Source) -> str:
    return path.relative_to(source.path.parent).as_posix() if path.is_relative_to(source.path.parent) else str(path)


def _named(pointer: Pointer) -> str:
    return f"{local(pointer.element)}/@{pointer.attribute}"


def _spelt(pointer: Pointer) -> str:
    """A pointer as it is written, and what it stands for."""
    if pointer.addresses and pointer.addresses[0] != pointer.written:
        return f"“{pointer.written}” (which stands for “{pointer.addresses[0]}”)"
    return f"“{pointer.written}”"


def leads_to(pointer: Pointer, source: Source) -> Iterator[Element]:
    """The elements of this file to which a pointer leads."""
    for address in pointer.addresses:
        place = place_of(address, pointer.element, source)
        if place is not None and place.file is None:
            yield from (source.ids[name] for name in _ids(place) if name in source.ids)
