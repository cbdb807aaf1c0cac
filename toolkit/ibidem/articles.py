"""Articles with numbered notes that are not TEI: plain text, Markdown, JSON. Each note comes with the words before its call."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ibidem.errors import IbidemError
from ibidem.reading.files import read_bytes

_CONTEXT = 300  # characters before a call
_JUMP = 5  # by how much the numbers of a list may jump


@dataclass(frozen=True, slots=True)
class ArticleNote:
    """A note: its place in the order of calls from 1, its label as printed, its text, the words before its call ("" where it is not found)."""

    order: int
    label: str
    text: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """The notes of one article; `language` is "" where the file does not say it."""

    name: str
    language: str
    notes: tuple[ArticleNote, ...]


SUFFIXES = (".txt", ".md", ".markdown", ".json")


def read_article(path: Path) -> Article:
    """The notes of a file. Raises `IbidemError` that says what was looked for."""
    return article_in(read_bytes(path), path)


def article_in(data: bytes, path: Path) -> Article:
    """The notes in some bytes; the suffix of `path` says what they are, and where it is none of `SUFFIXES` they themselves do."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise IbidemError(f"{path}: not UTF-8 text (byte {error.start}). Save it as UTF-8.") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    suffix = path.suffix.lower()
    if suffix == ".json" or (suffix not in SUFFIXES and text.lstrip().startswith(("{", "["))):
        return _of_json(text, path)
    notes = _of_markdown(text) if suffix != ".txt" else ()
    notes = notes or _of_plain_text(text)
    if not notes:
        raise IbidemError(
            f"{path}: no notes were found. In plain text they are a list at the end, each with its number at the beginning of a line"
            f"{'; in Markdown [^1] and [^1]: …' if suffix != '.txt' else ''}."
        )
    language = _FRONT_LANGUAGE.search(text[:2000]) if text.startswith("---\n") else None
    return Article(path.stem, language[1] if language else "", tuple(notes))


# ---------- JSON ----------

_FORM = 'The form is {"doc": "name", "lang": "en", "notes": [{"ord": 1, "id": "1", "text": "…"}]}; "context", the text before the call, may be added.'


def _of_json(text: str, path: Path) -> Article:
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise IbidemError(f"{path}: not valid JSON: {error}. {_FORM}") from None
    if not isinstance(data, dict) or not isinstance(data.get("notes"), list):
        raise IbidemError(f"{path}: no list of notes. {_FORM}")
    notes = tuple(_json_note(path, number, note) for number, note in enumerate(data["notes"], start=1))
    orders = [note.order for note in notes]
    if orders != sorted(set(orders)):
        raise IbidemError(f"{path}: the notes are not in the order of their ord, or two have the same.")
    return Article(_text(data, "doc") or path.stem, _text(data, "lang"), notes)


def _json_note(path: Path, number: int, note: Any) -> ArticleNote:
    if not isinstance(note, dict) or not isinstance(note.get("text"), str):
        raise IbidemError(f"{path}: note {number} has no text. {_FORM}")
    order, identifier = note.get("ord"), note.get("id")
    if not isinstance(order, int) or isinstance(order, bool):
        raise IbidemError(f"{path}: the ord of note {number} is no whole number. {_FORM}")
    return ArticleNote(order, str(order if identifier is None else identifier), note["text"], _text(note, "context"))


def _text(data: dict[str, Any], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""


# ---------- Markdown: [^1] and [^1]: …, or ^[…] ----------

_FRONT_LANGUAGE = re.compile(r"^lang(?:uage)?: *[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)", re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_DEFINED = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)$")
_CALL = re.compile(r"\[\^([^\]\s]+)\](?!:)|\^\[([^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]")
_EMPHASIS = re.compile(r"(?<![\w\\])[*_]{1,3}(?=\S)|(?<=[^\s\\])[*_]{1,3}(?!\w)|\\(?=[\\`*_{}\[\]()#+.!-])")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?: [^()]*)?\)|<((?:https?|mailto):[^<>\s]*)>")


def _of_markdown(text: str) -> list[ArticleNote]:
    """The notes in the order of their first calls; those that are never called come last."""
    body, defined = _parted(text)
    notes: list[ArticleNote] = []
    seen: set[str] = set()
    for call in _CALL.finditer(body):
        label, words = str(call[1] or ""), call[2]
        if words is None:
            if label in seen or label not in defined:
                continue
            seen.add(label)
            words = defined[label]
        before = _without_markup(_CALL.sub("", body[max(0, call.start() - _CONTEXT) : call.start()]))
        number = str(len(notes) + 1)
        notes.append(ArticleNote(len(notes) + 1, label or number, _without_markup(words), " ".join(before.split())))
    for label, words in defined.items():
        if label not in seen:
            notes.append(ArticleNote(len(notes) + 1, label, _without_markup(words)))
    return notes


def _parted(text: str) -> tuple[str, dict[str, str]]:
    """The running text, code left out, and the notes that are defined, by label."""
    body: list[str] = []
    defined: dict[str, list[str]] = {}
    current: list[str] | None = None
    fence = ""
    for line in text.split("\n"):
        if mark := _FENCE.match(line):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
            continue
        if fence:
            continue
        if found := _DEFINED.match(line):
            current = defined.setdefault(found[1], [])
            current.append(found[2])
        elif current is not None and (line.startswith(("    ", "\t")) or (line.strip() and current[-1].strip())):
            current.append(line)
        elif current is not None and not line.strip():
            current.append("")
        else:
            current = None
            body.append(line)
    return "\n".join(body), {label: " ".join(" ".join(lines).split()) for label, lines in defined.items()}


def _without_markup(text: str) -> str:
    text = _LINK.sub(lambda link: link[1] or link[2] or "", text)
    return _EMPHASIS.sub("", text)


# ---------- Plain text: a list of numbered lines at the end ----------

_ITEM = re.compile(r"^\s*(?:\[(\d{1,4})\]|\((\d{1,4})\)|(\d{1,4})[.)]?)\s+(?=\S)")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def _of_plain_text(text: str) -> list[ArticleNote]:
    lines = text.translate(_DIGITS).split("\n")
    items = [
        (at, int(found[1] or found[2] or found[3])) for at, line in enumerate(lines) if (found := _ITEM.match(line))
    ]
    run = _last_run(items)
    if not run:
        return []
    printed = text.split("\n")
    calls = _calls("\n".join(lines[: run[0][0]]), [number for _, number in run])
    ends = [at for at, _ in run[1:]]
    # where no other note has a second line, what follows the last note does not belong to it
    wrapped = any(any(line.strip() for line in printed[at + 1 : end]) for (at, _), end in zip(run, ends, strict=False))
    ends.append(_end_of_last(printed, run[-1][0]) if wrapped else run[-1][0] + 1)
    notes = []
    for order, ((at, number), end, context) in enumerate(zip(run, ends, calls, strict=True), 1):
        found = _ITEM.match(lines[at])
        first = printed[at][found.end() :] if found else ""
        words = " ".join(" ".join([first, *printed[at + 1 : end]]).split())
        notes.append(ArticleNote(order, str(number), words, context))
    return notes


def _last_run(items: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The last list of numbered lines that counts up from 1 (or from where it starts, if none does)."""
    run: list[tuple[int, int]] = []
    for at, number in reversed(items):
        if not run or run[-1][1] - _JUMP <= number < run[-1][1]:
            run.append((at, number))
            if number == 1:
                break
    run.reverse()
    return run if len(run) > 1 or (run and run[0][1] == 1) else []


def _end_of_last(lines: Sequence[str], start: int) -> int:
    """The line before which the last note ends: the next empty one."""
    return next((at for at in range(start + 1, len(lines)) if not lines[at].strip()), len(lines))


def _calls(body: str, numbers: Sequence[int]) -> Iterator[str]:
    """The words before the call of each note: its number behind a word or a mark, or in brackets, after the call before it."""
    at = 0
    for number in numbers:
        call = re.compile(
            rf"(?<=[^\W\d_]){number}(?!\d)|(?<=[.,;:!?…'\"’”»)\]]){number}(?![\d.,]\d|\d)|[\[(]{number}[\])]"
        )
        found = call.search(body, at)
        if found is None:
            yield ""
            continue
        yield " ".join(body[max(0, found.start() - _CONTEXT) : found.start()].split())
        at = found.end()
