"""The compact syntax as words: section 3 of "RELAX NG Compact Syntax" (OASIS, 21 November 2002)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ibidem.relaxng.datatypes import NCNAME
from ibidem.relaxng.error import SchemaError

# The end of a line, as long as it is told apart from a line feed that is written as an escape.
_END = "\0"
_ENDS = re.compile("\r\n?|\n")
_ESCAPE = re.compile(r"\\x+\{([^}]*\}?)")
_HEXADECIMAL = re.compile(r"[0-9A-Fa-f]+\}")
_NOT_XML = re.compile(f"[^{_END}\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TOKEN = re.compile(
    rf"""(?P<space>[ \t{_END}]+|\#[^{_END}]*)
    |(?P<literal>\"{{3}}.*?\"{{3}}|'{{3}}.*?'{{3}}|\"[^\"{_END}]*\"|'[^'{_END}]*')
    |(?P<wildcard>{NCNAME}:\*)|(?P<qualified>{NCNAME}:{NCNAME})|(?P<quoted>\\{NCNAME})|(?P<name>{NCNAME})
    |(?P<sign>\|=|&=|>>|[=*+?,|&(){{}}\[\]~-])""",
    re.VERBOSE | re.DOTALL,
)
KEYWORDS = frozenset(
    {
        "attribute",
        "default",
        "datatypes",
        "div",
        "element",
        "empty",
        "external",
        "grammar",
        "include",
        "inherit",
        "list",
        "mixed",
    }
    | {"namespace", "notAllowed", "parent", "start", "string", "text", "token"}
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word: `literal`, `wildcard` (`p:*`), `qualified` (`p:n`), `name`, `keyword`, `sign`, or `end`. A literal is without its quotes."""

    kind: str
    text: str
    line: int


def tokens(text: str, file: str) -> Iterator[Token]:
    """The words of a schema, and one of the kind `end`. Raises `SchemaError`."""
    text = _unescaped(_ENDS.sub(_END, text.replace(_END, "\x01")), file)
    at, line = 0, 1
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise SchemaError(f"{text[at]!r} has no meaning there; is a quotation mark missing?", file, line)
        kind, word = str(found.lastgroup), found[0]
        if kind == "literal":
            quotes = 3 if word[:3] in ('"""', "'''") and len(word) >= 6 else 1
            yield Token(kind, word[quotes:-quotes].replace(_END, "\n"), line)
        elif kind == "quoted":
            yield Token("name", word[1:], line)
        elif kind == "name":
            yield Token("keyword" if word in KEYWORDS else "name", word, line)
        elif kind != "space":
            yield Token(kind, word, line)
        line += word.count(_END)
        at = found.end()
    yield Token("end", "", line)


def _unescaped(text: str, file: str) -> str:
    r"""Escapes as `\x{E9}` replaced by what they stand for, before words are told apart (section 3)."""
    if found := _NOT_XML.search(text):
        raise SchemaError("a character that XML does not have.", file, text.count(_END, 0, found.start()) + 1)

    def replaced(escape: re.Match[str]) -> str:
        digits = escape[1].removesuffix("}")
        char = chr(int(digits, 16)) if _HEXADECIMAL.fullmatch(escape[1]) and int(digits, 16) < 0x110000 else _END
        if char == _END or _NOT_XML.match(char):
            line = text.count(_END, 0, escape.start()) + 1
            raise SchemaError(f"{escape[0]} stands for no character of XML.", file, line)
        return char

    return _ESCAPE.sub(replaced, text)
