"""The titles of a text by what they are and by language."""

from collections.abc import Iterable, Iterator

from ibidem.record.languages import tag_of
from ibidem.record.model import Title, TitleKind
from ibidem.tree import TEI, Element, local, text_of

# words of `title/@type`; those of MARC 245 are what libraries make headers from
_KINDS = {
    "": TitleKind.MAIN, "main": TitleKind.MAIN, "full": TitleKind.MAIN, "245": TitleKind.MAIN, "marc245a": TitleKind.MAIN, "245a": TitleKind.MAIN,
    "proper": TitleKind.MAIN, "sub": TitleKind.SUB, "subtitle": TitleKind.SUB, "subordinate": TitleKind.SUB, "part": TitleKind.SUB,
    "volume": TitleKind.SUB, "num": TitleKind.SUB, "245b": TitleKind.SUB, "marc245b": TitleKind.SUB, "245n": TitleKind.SUB, "marc245n": TitleKind.SUB,
    "245p": TitleKind.SUB, "marc245p": TitleKind.SUB, "translated": TitleKind.TRANSLATED, "translation": TitleKind.TRANSLATED,
    "trans": TitleKind.TRANSLATED, "parallel": TitleKind.TRANSLATED,
}  # fmt: skip
# what is written as a title and is none: the medium, the statement of responsibility
_NO_TITLES = frozenset({"gmd", "245h", "marc245h", "245c", "marc245c"})
_PARTS = (TEI + "title", TEI + "titlePart")


def titles_of(statement: Element, language: str) -> tuple[Title, ...]:
    """The titles of a `titleStmt`. Of several main ones, that in the language of the text is the main one; the others are translations, or alternatives."""
    found = [title for title in _read(statement) if title.text]
    mains = [title for title in found if title.kind is TitleKind.MAIN]
    if not mains:  # where none says so, the first is
        return tuple([Title(it.text, it.language) for it in found[:1]] + found[1:])
    main = next((title for title in mains if language and _same(title.language, language)), mains[0])
    others = {title.language for title in mains} - {main.language}
    kept = [main]
    for title in found:
        if title is main:
            continue
        if title.language in others and title.kind in (TitleKind.MAIN, TitleKind.SUB):
            if title.kind is TitleKind.MAIN:
                kept.append(Title(_whole(title, found), title.language, TitleKind.TRANSLATED))
        elif title.kind is TitleKind.MAIN:
            kept.append(Title(title.text, title.language, TitleKind.ALTERNATIVE))
        else:
            kept.append(title)
    return tuple(dict.fromkeys(kept))


def _whole(title: Title, found: Iterable[Title]) -> str:
    """A main title with the subtitles of its language."""
    parts = [it.text for it in found if it.kind is TitleKind.SUB and it.language == title.language]
    return ": ".join([title.text, *parts])


def _same(tag: str, other: str) -> bool:
    return tag.casefold().split("-")[0] == other.casefold().split("-")[0]


def _read(statement: Element) -> Iterator[Title]:
    titles = list(statement.iterchildren(TEI + "title"))
    hosts = set(series_of(statement))
    for title in titles:
        if title in hosts:
            continue
        parts = [part for part in title.iterchildren(*_PARTS) if part.get("type") or part.tag == TEI + "titlePart"]
        whole = parts and not any(_beside(title))
        for part in parts if whole else [title]:
            kind = part.get("type", "").casefold()
            if kind not in _NO_TITLES:
                yield Title(text_of(part), tag_of(part), _KINDS.get(kind, TitleKind.ALTERNATIVE))


def _beside(title: Element) -> Iterator[str]:
    """The words of a title that are in none of its parts, its marks left out."""
    yield (title.text or "").strip(" \t\r\n.,:;/–—-")
    for child in title:
        yield (child.tail or "").strip(" \t\r\n.,:;/–—-")
        if isinstance(child.tag, str) and child.tag not in _PARTS and local(child) not in ("lb", "pb", "cb"):
            yield text_of(child)


def series_of(statement: Element) -> Iterator[Element]:
    """The titles of what a text is part of, where `titleStmt` has them beside its own: of the series or journal; of the book, beside that of an article."""
    titles = list(statement.iterchildren(TEI + "title"))
    levels = {title.get("level") for title in titles}
    hosts = {"s", "j"} | ({"m"} if levels & {"a", "u"} else set())
    if levels - hosts:
        yield from (title for title in titles if title.get("level") in hosts)
