"""Characters that are not what they seem: look-alikes of another script, private, lost and hidden ones, and two ways to write one letter."""

import re
import unicodedata
from collections.abc import Iterator

from lxml import etree

from ibidem.finding import Severity
from ibidem.reading.read import Source
from ibidem.rules import Problem, rule
from ibidem.tree import TEI, Element

# Letters of Cyrillic and Greek that look like Latin ones, and Latin ones that look like them (a selection of Unicode's confusables).
_LIKE_LATIN = frozenset("АВЕЅІЈКМНОРСТУХаеіјорсухѕԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧο")
_LIKE_OTHERS = frozenset("ABEISJKMHOPCTYXZNaeijopcyxsdqw")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_OTHER = re.compile("[Ͱ-ϿЀ-ԯ]")
_TWO_PARTS = re.compile(f"{_LATIN.pattern}{{2,}}{_OTHER.pattern}{{2,}}|{_OTHER.pattern}{{2,}}{_LATIN.pattern}{{2,}}")
_LONGEST = 100  # a longer run of letters is no word
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
# Letters with marks for which the composed form is the one that TEI files have; other scripts have reasons of their own.
_MARKED = re.compile("[A-Za-zͰ-Ͽа-яА-Я][\u0300-\u036f]+")
_WORD = re.compile(r"[\w\u0300-\u036f]+")


def _texts(source: Source) -> Iterator[tuple[Element, str]]:
    """Every text below `text` and `standOff`, with the element that holds it."""
    for top in source.root.iter(TEI + "text", TEI + "standOff"):
        if top.getparent() is not None and top.getparent().tag == TEI + "TEI":
            for element in top.iter(etree.Element):
                if element.text:
                    yield element, element.text
                if element.tail and element is not top:
                    yield element.getparent(), element.tail


def _named(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, '').lower()}".strip()


@rule("character-mixed", Severity.WARNING)
def mixed(source: Source) -> Iterator[Problem]:
    """A word is not made of the letters of two scripts that look alike."""
    for element, text in _texts(source):
        if not (_LATIN.search(text) and _OTHER.search(text)):
            continue
        for word in dict.fromkeys(_WORD.findall(text)):
            if (other := _intruder(word)) is not None:
                yield Problem(
                    element,
                    f"The word “{word}” mixes scripts: its “{other}” is {_named(other)}.",
                    "Type the word again in one script; otherwise no search finds it.",
                )


def _intruder(word: str) -> str | None:
    """The letter of a word that only looks as if it belonged there; None in a word that is what it seems."""
    if not 2 < len(word) < _LONGEST or not word.isalpha():
        return None
    if _TWO_PARTS.fullmatch(word):
        return None  # a name with an ending of the other script, as IBMовский
    latin, other = _LATIN.findall(word), _OTHER.findall(word)
    if latin and other and _LIKE_LATIN.issuperset(other):
        return str(other[0])
    if latin and other and _LIKE_OTHERS.issuperset(latin):
        return str(latin[0])
    return None


@rule("character-private", Severity.WARNING)
def private(source: Source) -> Iterator[Problem]:
    """A character that Unicode leaves to private agreement stands in a `g` that says what it is."""
    for element, text in _texts(source):
        if element.tag == TEI + "g":
            continue
        for char in dict.fromkeys(_PRIVATE.findall(text)):
            yield Problem(
                element,
                f"The character {_named(char)} has no meaning of its own: each font shows something else.",
                'Put it into <g ref="#…"> and describe it in charDecl, or use a character of Unicode.',
            )


@rule("character-lost", Severity.WARNING)
def lost(source: Source) -> Iterator[Problem]:
    """No character was lost in a conversion."""
    for element, text in _texts(source):
        if (at := text.find("\N{REPLACEMENT CHARACTER}")) >= 0:
            near = " ".join(text[max(0, at - 20) : at + 20].split())
            yield Problem(
                element,
                f"A character was lost in a conversion: “{near}”.",
                "Look it up in the source. Where it cannot be read there, write <gap/> or <unclear>.",
            )


@rule("character-composition", Severity.WARNING)
def composition(source: Source) -> Iterator[Problem]:
    """A letter with an accent is one character where Unicode has one (normalization form C)."""
    for element, text in _texts(source):
        for word in dict.fromkeys(_WORD.findall(text)):
            if (
                len(word) < _LONGEST
                and _MARKED.search(word)
                and (composed := unicodedata.normalize("NFC", word)) != word
            ):
                yield Problem(
                    element,
                    f"The word “{word}” is written with {len(word)} characters where {len(composed)} would do.",
                    "Bring the file into Unicode’s form NFC; otherwise the same word is found in one place and not in another.",
                )
                break


# Characters that nobody sees. Joiners (U+200C, U+200D) and marks of direction belong to many scripts and to emoji: only between Latin letters
# they are strays.
_HIDDEN = re.compile(
    "[\u0080-\u0084\u0086-\u009f\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]|(?<=[A-Za-zÀ-ɏ])[\u200c\u200d](?=[A-Za-zÀ-ɏ])"
)
_OUT = "Take it out."
_UNFOUND = "without width; searches do not find the word"
_WHY = {
    "\u00ad": (
        "a hyphen that shows at the end of a line only; searches do not find the word",
        'Take it out, or write <lb break="no"/> where a line of the source ends.',
    ),
    "\u200b": (f"a space {_UNFOUND}", "Take it out, or type a space."),
    "\u2060": (f"a joiner {_UNFOUND}", _OUT),
    "\u200c": (f"a separator {_UNFOUND}", _OUT),
    "\u200d": (f"a joiner {_UNFOUND}", _OUT),
    "\ufeff": ("the mark that belongs at the beginning of a file only", _OUT),
}
_CONTROL = (
    "a control character, left by a conversion from Windows’ characters",
    "Look up what the source has there (often a dash or a quotation mark), and type it.",
)
_DIRECTION = (
    "a command that turns the direction of the text",
    "Take it out, and mark words of another direction with foreign and xml:lang.",
)


@rule("character-hidden", Severity.WARNING)
def hidden(source: Source) -> Iterator[Problem]:
    """A text has no characters that nobody sees; each kind is reported once."""
    found: dict[str, tuple[Element, str]] = {}
    count: dict[str, int] = {}
    for element, text in _texts(source):
        for match in _HIDDEN.finditer(text):
            char = match[0]
            count[char] = count.get(char, 0) + 1
            if char not in found:
                around = text[max(0, match.start() - 15) : match.start()] + "·" + text[match.end() : match.end() + 15]
                found[char] = element, " ".join(around.split())
    for char, (element, around) in found.items():
        what, hint = _WHY.get(char, _CONTROL if char < "\u00a0" else _DIRECTION)
        more = f" ({count[char]} such places)" if count[char] > 1 else ""
        yield Problem(
            element, f"A hidden character, {_named(char)}, stands at the point in “{around}”{more}: {what}.", hint
        )


_HYPHENATED = re.compile(r"(?<![\w\-])(?P<start>[^\W\d_]{2,30})-[ \t\r\n]+(?P<end>[^\W\d_]{2,30})\b(?!-)")
# Words after which a hyphen is left hanging on purpose (pre- and post-war), and before which.
_HANGING = frozenset(
    {
        *(
            "and",
            "or",
            "to",
            "nor",
            "but",
            "und",
            "oder",
            "bis",
            "bzw",
            "sowie",
            "als",
            "wie",
            "noch",
            "et",
            "ou",
            "à",
            "en",
            "of",
            "tot",
        ),
        *(
            "y",
            "o",
            "e",
            "og",
            "och",
            "eller",
            "ja",
            "tai",
            "и",
            "или",
            "i",
            "lub",
            "oraz",
            "a",
            "nebo",
            "ni",
            "vel",
            "aut",
            "nec",
        ),
    }
)
# What the source has so, and parts of words that a dictionary or a grammar speaks of (un-, -ing).
_PARTS = "sic orig del surplus code eg mentioned term gloss entry entryFree form orth sense def etym hyph syll gramGrp gram lbl m w"
_SHOWN_AS_IT_IS = frozenset(TEI + name for name in _PARTS.split())


@rule("word-hyphenated", Severity.INFO)
def hyphenated(source: Source) -> Iterator[Problem]:
    """No word is cut in two by a hyphen that a line of the source had (`com- mittee`)."""
    found: list[tuple[Element, str]] = []
    for element, text in _texts(source):
        if "-" not in text or element.tag in _SHOWN_AS_IT_IS:
            continue
        for match in _HYPHENATED.finditer(text):
            if match["end"][0].islower() and match["end"] not in _HANGING:
                found.append((element, f"{match['start']}- {match['end']}"))
    if found:
        words = ", ".join(f"“{word}”" for word in dict.fromkeys(word for _, word in found[:3]))
        more = f" and {len(found) - 3} more" if len(found) > 3 else ""
        yield Problem(
            found[0][0],
            f"Words are cut in two by a hyphen: {words}{more}.",
            'Write the word in one, or <lb break="no"/> after its hyphen where a line of the source ends.',
        )
