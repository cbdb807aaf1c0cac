"""White space that is too much or missing, and words that stand there twice."""

import re
from collections.abc import Iterator

from ibidem.finding import Severity
from ibidem.languages import Prose, is_kept, prose
from ibidem.reading.read import Source
from ibidem.rules import Problem, gathered, rule
from ibidem.tree import TEI, Element, first_text, is_numbered_note, last_text, local, text_of

_NAMED = "time persName placeName orgName name rs date title ref term foreign q quote said mentioned soCalled"
_NAMES = tuple(_NAMED.split())
_OTHERS = "hi emph gloss abbr expan num forename surname roleName geogName settlement country region bibl author editor"
_PHRASES = (*_NAMES, *_OTHERS.split())
_NAMING = frozenset(TEI + name for name in _NAMES)
# The elements whose children make up running text.
_RUNNING = "p head l note item ab cell q quote said hi emph salute closer opener signed dateline byline stage trailer"
_TEXT = frozenset(TEI + name for name in _RUNNING.split())
_TYPED_SPACES = frozenset(" \u00a0")  # not the wide one with which a paragraph of Japanese begins
_RARE = 0.1  # the share of a practice below which what departs from it is an oversight
_BEFORE = re.compile(r"\S[ \u00a0]+[,.;:!?](?![.\w,;:!?])")
_FITTING = re.compile(r"\w[,.;:!?]")
_LAST = re.compile(r"(\w+)\s*\Z")
_FIRST = re.compile(r"\s*(\w+)")
# Words that never stand twice in a row in good prose (as “that” and “had” do).
_NEVER_TWICE = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to a an for with from by or at as are was were they we these which be",
        "de": "und von mit ein eine einen einem einer des im am zu zum zur auf für aus ist wird nicht als oder bei",
        "fr": "le la les du des et un une dans pour avec par sur au aux est ou que qui ne pas",
        "it": "il lo la gli le di del della e un una nel per con da che sono",
        "es": "el la los las de del y un una en por para con que al es",
        "ru": "и в во с со на по к из от для о об у или за",
        "nl": "de het een en van in op te met voor aan door of niet is",
        "pt": "o os as de do da e um uma em no na por para com que ou ao é",
    }.items()
}


@rule("space-inside", Severity.INFO)
def inside(source: Source) -> Iterator[Problem]:
    """A name or phrase begins and ends with a character, not with a space; said once for each element’s name."""
    found: dict[str, list[Element]] = {}
    for text in source.root.iterfind(TEI + "text"):
        for element in text.iter(*(TEI + name for name in _PHRASES)):
            if _has_edge(element) and not is_kept(element, source):
                found.setdefault(local(element), []).append(element)
    for name, those in found.items():
        more = f", and {len(those) - 1} more of this name do so" if len(those) > 1 else ""
        yield Problem(
            those[0],
            f"This {name} begins or ends with a space{more}: “{(text_of(those[0]))[:40]}”.",
            "Put the space before or after the element: in links, indexes and italics it shows.",
        )


def _has_edge(element: Element) -> bool:
    first = element.text or ""
    last = (element[-1].tail or "") if len(element) else first
    # a line end is laid out by an editor’s program, a space alone is typed
    before, after = first[: len(first) - len(first.lstrip())], last[len(last.rstrip()) :]
    return bool(
        (first.strip() and before and _TYPED_SPACES.issuperset(before))
        or (last.strip() and after and _TYPED_SPACES.issuperset(after))
    )


@rule("space-missing", Severity.WARNING)
def missing(source: Source) -> Iterator[Problem]:
    """Between two names or phrases, and between a word and a name, stands a space."""
    found = []
    for text in source.root.iterfind(TEI + "text"):
        for element in text.iter(*_NAMING):
            parent = element.getparent()
            if parent.tag not in _TEXT or is_kept(element, source):
                continue
            if word := _glued(element, parent) or _glued_behind(element):
                message = f"Two words stand together without a space: “{word}”."
                found.append(Problem(element, message, "Put a space between them."))
    yield from gathered(found)


def _glued(element: Element, parent: Element) -> str:
    """The words that are glued at the beginning of an element; "" where none are."""
    written = first_text(element)[:40]
    begins = written[:1]
    if not (begins.isupper() and begins.isalpha()):
        return ""  # the rest of a word that begins before: a compound, or an ending
    before = element.getprevious()
    if before is None:
        left, sibling = parent.text or "", None
    else:
        left, sibling = before.tail or "", before
    if left:
        return f"{left.rsplit(maxsplit=1)[-1]}{written}" if left[-1:].islower() and _is_word(left) else ""
    if sibling is not None and sibling.tag in _NAMING:
        end = last_text(sibling)[-40:]
        return f"{end}{written}" if end[-1:].islower() else ""
    return ""


def _glued_behind(element: Element) -> str:
    """The words that are glued at the end of an element; an ending (Berlin|er) has small letters, and a new word a capital first."""
    end, tail = last_text(element), element.tail or ""
    if not tail[:1].isupper() or not tail[1:2].islower() or not end:
        return ""
    whole = end[-1].isdecimal() or (end[-1].islower() and len(end.rsplit(maxsplit=1)[-1]) > 3)
    return f"{end[-40:]}{tail.split()[0]}" if whole else ""


def _is_word(left: str) -> bool:
    """Whether the last word of a text is whole: what is short or begins with a capital may be a part of the name (Mc, O’, d’)."""
    word = left.rsplit(maxsplit=1)[-1]
    return len(word) > 2 and word.isalpha() and not word[0].isupper()


@rule("space-before", Severity.INFO)
def before(source: Source) -> Iterator[Problem]:
    """No space stands before a comma or full stop, or before the call of a note, where the text has none there as a rule."""
    wrong: list[tuple[Element, str]] = []
    right = calls = 0
    late: list[Element] = []
    last = ""
    for piece in prose(source):
        run = piece.run
        if run.text is None:
            if is_numbered_note(run.element) and last:
                if last[-1:].isspace():
                    late.append(run.element)
                else:
                    calls += 1
            last = ""
            continue
        if piece.judged and _takes_none(piece):
            right += len(_FITTING.findall(run.text))
            match = _BEFORE.search(f"{last[-2:]}{run.text}")
            if match:
                wrong.append((run.element, f"{last[-20:]}{run.text}"[: match.end() + 18][-40:]))
        last = run.text
    if wrong and len(wrong) < _RARE * (right + len(wrong)):
        element, where = wrong[0]
        yield Problem(
            element,
            f"A space stands before a mark of punctuation: “{' '.join(where.split())}”{_more(len(wrong))}.",
            'Take it out; or, if the source has it, leave it, and write space-before = "off" under [severity] in edition.toml.',
        )
    if late and len(late) < _RARE * (calls + len(late)):
        yield Problem(
            late[0],
            f"A space stands before the call of note {late[0].get('n') or ''}".rstrip()
            + f"{_more(len(late))}; elsewhere there is none.",
            "Put the note directly after the word or mark.",
        )


def _takes_none(piece: Prose) -> bool:
    """Whether no space stands before a colon in a language; of French, and of one that is not named, that is not known."""
    return bool(piece.language) and piece.language[:2] not in ("fr", "br")


def _more(count: int) -> str:
    return f" ({count} such places)" if count > 1 else ""


@rule("word-doubled", Severity.INFO)
def doubled(source: Source) -> Iterator[Problem]:
    """An article, a preposition or the like does not stand twice, once before a tag and once after it."""
    found: list[tuple[Element, str]] = []
    last, spaced = "", False
    for piece in prose(source):
        run = piece.run
        if run.text is None:
            if local(run.element) in ("lb", "pb", "cb"):
                spaced = True
            else:
                last, spaced = "", False
            continue
        two = (_LAST.search(last[-40:]), _FIRST.match(run.text[:80]))
        if two[0] and two[1] and (spaced or last[-1:].isspace() or run.text[:1].isspace()):
            word = two[1][1]
            if two[0][1].lower() == word.lower() and word.lower() in _NEVER_TWICE.get(piece.language[:2], ()):
                found.append((run.element, f"{word} {word}"))
        if run.text.strip():
            last, spaced = run.text, False
        else:
            spaced = True
    if found:
        element, words = found[0]
        yield Problem(
            element,
            f"A word stands twice, before a tag and after it: “{words}”{_more(len(found))}.",
            "Take one out; if the source has both, write choice with sic and corr.",
        )
