"""The words by which notes are read: the tables of `languages/`, one for each language, compiled to one scanner."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from ibidem.errors import IbidemError

_FOLDER = Path(__file__).parent / "languages"
SIGNS = ("ibid", "idem", "opcit", "loccit")
# What a word may do in a note: *see*, *note* 5, *above*, *hereafter* …
ROLES = (
    "above",
    "below",
    "cited",
    "note",
    "see",
    "quoting",
    "in",
    "and",
    "hereafter",
    "of",
    "other",
    "particle",
    "month",
    "previous",
)
_SCANNED = ("note", "above", "below", "quoting", "cited", "hereafter", "previous", "month")
_MAIN = "en"
# what may stand between *see* and the word for a note: *véase la nota 4*, *siehe auch Anm. 5*
_ARTICLE = (
    r"(?:[\s,:(\[]*(?:la|las|le|les|el|the|die|den|der|in|en|alla|dazu|auch|hierzu|also|aussi|anche|también)(?=\s))?"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of a locator: its rank on the way from archive to line, and whether only archives have it."""

    name: str
    rank: int
    archival: bool


@dataclass(slots=True)
class Term:
    """A word or phrase, and all that it may mean."""

    text: str
    sign: str = ""
    unit: str = ""
    above: bool = False
    below: bool = False
    cited: bool = False
    note: bool = False
    quoting: bool = False
    hereafter: bool = False
    month: bool = False
    previous: bool = False  # *vorige Anm.*: the note before this one
    role: str = ""  # the first of these that it has
    # a single letter is read in the case printed, and may name two units: *F.* a fonds, *f.* a folio
    letters: dict[str, str] = field(default_factory=dict)
    # initials are read in the case printed: *a. a. O.*
    exact: str = ""
    # a short word counts only with its full stop: *id.*, *dies.*
    dotted: bool = False


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The words of a language, and those of all others that cannot be mistaken for them."""

    language: str
    terms: dict[str, Term]
    scanner: re.Pattern[str]
    signals: re.Pattern[str]
    joined: re.Pattern[str]  # *and* between two names
    container: re.Pattern[str]  # *in* before a name, at its end
    foreign: re.Pattern[str]  # *zu*, *to*: a note of another text
    seen: re.Pattern[str]  # *see*, at the end of what stands before a note's number
    lowered: frozenset[str]  # abbreviations, in lower case, with their full stop
    particles: frozenset[str]


@cache
def units() -> dict[str, Unit]:
    """All units, by name."""
    data = tomllib.loads((_FOLDER / "units.toml").read_text(encoding="utf-8"))
    return {name: Unit(name, entry["rank"], entry.get("archival", False)) for name, entry in data.items()}


def languages() -> tuple[str, ...]:
    """The languages with a file of terms."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml") if path.stem not in ("units", "common")))


@cache
def lexicon(language: str = "", extra: tuple[Path, ...] = ()) -> Lexicon:
    """The compiled words for a text in a language. `extra` are a user's own files of terms, which come first."""
    main = language.split("-", maxsplit=1)[0].lower() or _MAIN
    own = [_read(path) for path in extra]
    names = [main] if main in languages() else []
    tables = [*own, *(table_of(name) for name in names), table_of("common")]
    others = [table_of(name) for name in languages() if name not in names]
    terms: dict[str, Term] = {}
    for one in tables:
        _add(terms, one, short=True)
    for one in others:
        _add(terms, one, short=False)
    for term in terms.values():
        term.role = next((role for role in _SCANNED if getattr(term, role)), "")

    def phrases(role: str) -> list[str]:
        return [word for one in tables + others for word in one["words"].get(role, ())]

    known = frozenset(word.lower() for one in tables + others for word in _dotted(one))
    return Lexicon(
        language=main,
        terms=terms,
        scanner=re.compile(rf"(?<![\w])(?:{_trie(term.text for term in terms.values())})(?!\w)"),
        signals=_start(word for role in ("see", "quoting", "in") for word in phrases(role) if len(_key(word)) > 1),
        joined=re.compile(rf"\s*,?\s(?:{_choice(phrases('and'))})\s+", re.IGNORECASE),
        container=re.compile(rf"(?:(?<!\w)(?:{_choice(phrases('in'))})|//)\s*:?\s*$", re.IGNORECASE),
        foreign=re.compile(rf"\s*,?\s*(?:{_choice(phrases('of'))})\s+(?=[^\W_])", re.IGNORECASE),
        seen=re.compile(rf"(?<!\w)(?:{_choice([*phrases('see'), *phrases('and')])}){_ARTICLE}[\s,:(\[]*$", re.IGNORECASE),
        lowered=known,
        particles=frozenset(phrases("particle")),
    )  # fmt: skip


def _read(path: Path) -> dict[str, Any]:
    """A file of terms. Raises `IbidemError` that names what is wrong with it."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise IbidemError(f"{path}: cannot be read ({error.strerror}).") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise IbidemError(f"{path}: not valid TOML: {error}.") from None
    known = {"signs": SIGNS, "words": ROLES, "units": tuple(units())}
    for table, content in data.items():
        if table not in known or not isinstance(content, dict):
            raise IbidemError(f"{path}: unknown table [{table}]. A file of terms has [signs], [words] and [units].")
        for name, words in content.items():
            if name not in known[table]:
                raise IbidemError(f"{path}: unknown {name} in [{table}]. Known are {', '.join(known[table])}.")
            if not isinstance(words, list) or not all(isinstance(word, str) and _key(word) for word in words):
                raise IbidemError(f"{path}: {name} in [{table}] must be a list of words.")
    return {table: data.get(table, {}) for table in known}


@cache
def table_of(name: str) -> dict[str, Any]:
    return _read(_FOLDER / f"{name}.toml")


def _add(terms: dict[str, Term], table: dict[str, Any], *, short: bool) -> None:
    """Take a table's terms in. What an earlier table has said of a word stands; short words are taken of the text's own language only."""
    fresh: dict[str, Term] = {}

    def term(word: str) -> Term | None:
        key = _key(word)
        if key in terms or (not short and len(key) < 3 and key[0] < "Ͱ"):
            return None
        return fresh.setdefault(key, Term(word.lower()))

    for sign, words in table["signs"].items():
        for word in words:
            if (entry := term(word)) is not None:
                entry.sign = entry.sign or sign
                entry.dotted = word.endswith(".") and (sign == "idem" or len(_key(word)) < 3)
                if all(len(part.strip(".")) <= 1 for part in word.split()):
                    entry.exact = re.sub(r"[\s.]", "", word)
    for unit, words in table["units"].items():
        for word in words:
            key = _key(word)
            if len(key) == 1 and (short or key >= "Ͱ"):
                letter = terms.get(key) or fresh.setdefault(key, Term(word.lower()))
                letter.letters.setdefault(word.rstrip("."), unit)
            elif (entry := term(word)) is not None:
                entry.unit = entry.unit or unit
    for role in _SCANNED:
        for word in table["words"].get(role, ()):
            if (entry := term(word)) is not None or (
                role in ("note", "cited") and (entry := terms.get(_key(word))) is not None and short
            ):
                setattr(entry, role, True)
    terms.update(fresh)


def _dotted(table: dict[str, Any]) -> Iterable[str]:
    """The words of a table that end in a full stop which ends no sentence."""
    for group in (table["signs"], table["words"], table["units"]):
        for words in group.values():
            for word in words:
                yield from (part for part in word.split() if part.endswith(".") and len(part) > 1)


@lru_cache(maxsize=4096)
def key_of(matched: str) -> str:
    """The name under which a matched word stands in the table."""
    return matched.replace(" ", "").replace(".", "").replace("\u00a0", "").replace("\n", "").replace("\t", "")


def _key(word: str) -> str:
    return re.sub(r"[\s.]", "", word.lower())


def _choice(words: Iterable[str]) -> str:
    """One of some words: whole, and with its full stop where it has one."""
    groups: dict[str, list[str]] = {}
    for word in words:
        ending = r"(?![\w.])" if word[-1].isalpha() else r"(?!\w)"
        groups.setdefault(ending, []).append(word.lower())
    return "|".join(f"(?:{_trie(group)}){ending}" for ending, group in groups.items())


def _start(words: Iterable[str]) -> re.Pattern[str]:
    """What may stand before a citation: one word of a list at a time."""
    return re.compile(rf"[\s,:;(\[—–-]*(?:{_choice(words)})[\s,:]*", re.IGNORECASE)


def _trie(words: Iterable[str]) -> str:
    """One expression for many words, in which every letter is looked at once: words that begin alike share their beginning."""
    root: dict[str, Any] = {}
    for word in set(words):
        node = root
        for char in re.sub(r"\.\s+", ".", word):
            node = node.setdefault(char, {})
        node[""] = {}
    return _branch(root)


def _branch(node: dict[str, Any]) -> str:
    parts = []
    for char, below in sorted(node.items(), reverse=True):
        if char == "":
            continue
        step = (
            r"\.?\s?"
            if char == "." and set(below) - {""}
            else r"\.?"
            if char == "."
            else r"\s+"
            if char == " "
            else re.escape(char)
        )
        parts.append(step + _branch(below))
    if not parts:
        return ""
    body = parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
    return body if "" not in node else f"(?:{body})?"
