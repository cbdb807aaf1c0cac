"""Fidelity: the words of the TEI are those of the transcription that its header names, character for character."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from ibidem.citations.calls import called_notes
from ibidem.edition import nearest
from ibidem.errors import IbidemError
from ibidem.reading.files import read_bytes
from ibidem.reading.read import Source
from ibidem.rules import Problem, rule
from ibidem.tree import TEI, Element, View, is_numbered_note, local, runs


@rule("fidelity")
def fidelity(source: Source) -> Iterator[Problem]:
    """With `sic`, `orig` and `abbr` taken, the text equals its transcription; the first difference is shown."""
    for pointer in source.find("t:teiHeader//t:sourceDesc//t:bibl[@type='transcription']/t:ptr[@target]"):
        path = source.folder(pointer) / unquote(pointer.get("target"))
        if not os.path.isfile(path):  # noqa: PTH113 - of a name that no file can have it says False
            continue  # reported by pointer-file
        top = nearest(source.path) or source.path.resolve().parent
        if path.resolve().is_relative_to(top):
            yield from _compare(source, path, pointer)
        else:
            message = f"The transcription {pointer.get('target')} is outside {top}, and is not opened."
            yield Problem(pointer, message, "Move it into the edition.")


def _compare(source: Source, path: Path, pointer: Element) -> Iterator[Problem]:
    try:
        wanted = " ".join(read_bytes(path).decode("utf-8-sig").split())
    except IbidemError as error:
        yield Problem(pointer, f"The transcription cannot be read: {error}", "Correct the pointer, or the file.")
        return
    except UnicodeDecodeError:
        yield Problem(pointer, f"The transcription {path.name} is not UTF-8 text.", "Save it as UTF-8.")
        return
    found, holders = _linear(source)
    if found == wanted:
        return
    at = next((i for i, (a, b) in enumerate(zip(found, wanted, strict=False)) if a != b), min(len(found), len(wanted)))
    start = max(0, at - 30)
    element = holders[min(at, len(holders) - 1)] if holders else pointer
    yield Problem(
        element,
        f"The text departs from its transcription: it reads “…{found[start : at + 30]}…”, {path.name} has “…{wanted[start : at + 30]}…”.",
        "Correct the one that is wrong. What the source has wrong is encoded as choice with sic and corr.",
    )


def _linear(source: Source) -> tuple[str, list[Element]]:
    """The text in the order of the transcription, and for each character the element that holds it.

    Numbers that are not typed are put back: at each call, before each item of a numbered list, before each note of the list that follows the body.
    """
    pieces: list[tuple[str, Element]] = []
    for text in source.root.iterfind(TEI + "text"):
        for part in text:
            if not isinstance(part.tag, str):
                continue
            _collect(part, pieces)
            if part.tag == TEI + "body":
                for order, note in enumerate(called_notes(source), start=1):
                    pieces.append((f" {note.get('n') or order}. ", note))
                    _collect(note, pieces, inside=True)
                    pieces.append((" ", note))
    chars: list[str] = []
    holders: list[Element] = []
    for piece, element in pieces:
        for char in piece:
            if not char.isspace():
                chars.append(char)
                holders.append(element)
            elif chars and chars[-1] != " ":
                chars.append(" ")
                holders.append(element)
    return "".join(chars).rstrip(" "), holders


def _collect(part: Element, pieces: list[tuple[str, Element]], *, inside: bool = False) -> None:
    numbers: dict[Element, int] = {}
    entered: set[Element] = set()
    for run in runs(part, View.TRANSCRIBED):
        element = run.element
        if run.text is not None:
            pieces.append((run.text, element))
        elif is_numbered_note(element):
            if not (inside and element is part):
                pieces.append((element.get("n", ""), element))
        else:
            pieces.append((" ", element))
            if (
                local(element) == "item"
                and element not in entered
                and (parent := element.getparent()).get("rend") == "numbered"
            ):
                entered.add(element)
                numbers[parent] = numbers.get(parent, 0) + 1
                pieces.append((f"{numbers[parent]}. ", element))
