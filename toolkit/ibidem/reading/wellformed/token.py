"""What expat calls an invalid token: a character that may not stand where it stands. The characters around it tell why."""

import re
import unicodedata
from dataclasses import dataclass
from html.entities import html5

from ibidem.reading.wellformed.fault import Fault

_FAR = 100_000  # bytes before the fault in which its construct begins
_NEAR = 4000
_ATTRIBUTE = re.compile(r"([^\s=<>\"'/]+)\s*=\s*$")
_OPEN_VALUE = re.compile(
    r"<[^<>\"']*(?:\"[^\"]*\"[^<>\"']*|'[^']*'[^<>\"']*)*?([^\s=<>\"'/]+)\s*=\s*(?:\"[^\"]*|'[^']*)\Z"
)
_REFERENCE = re.compile(r"&(#?[^\s;&<>\"']*)\Z")
_SMART = "“”„‟‘’‚«»″′"
_BARE_AMPERSAND = "Write &amp; where the sign itself is meant; an entity ends with a semicolon."


@dataclass(frozen=True, slots=True)
class Words:
    """What is wrong and what to do; `at` is the byte of the place where it is not that of the fault."""

    message: str
    cure: str
    at: int = -1
    code: str = "not-well-formed"


def invalid_token(fault: Fault) -> Words:
    """Why the character at the fault may not stand there."""
    if words := _bytes(fault) or _no_character(fault):
        return words
    before = fault.data[max(fault.at - _FAR, 0) : fault.at].decode(fault.encoding, "replace")
    for judge in (_reference, _comment, _section, _markup, _value):
        if words := judge(fault, before):
            return words
    if not fault.root:
        first = len(fault.data) - len(fault.data.lstrip(b"\xef\xbb\xbf \t\r\n"))
        message = "What stands here is no XML."
        return Words(
            message, "Remove what stands before the first tag. Perhaps the file is no XML at all.", min(first, fault.at)
        )
    return Words(
        f"{_shown(fault.after(1))} may not stand here.", "Compare what stands before it with the rules of XML."
    )


def character(char: str) -> str:
    """*U+000B*, for a character that cannot be shown."""
    return f"U+{ord(char):04X}"


def instead(name: str) -> str:
    """How to write the character of an entity of HTML, or what to do about another entity."""
    characters = html5.get(f"{name};")
    if not characters:
        return 'Write what it stands for, or declare it: <!DOCTYPE TEI [<!ENTITY name "…">]>.'
    points = " ".join(f"U+{ord(char):04X}" for char in characters)
    numbers = "".join(f"&#{ord(char)};" for char in characters)
    itself = f"{points} itself" + (f" ({characters})" if characters.isprintable() and not characters.isspace() else "")
    return f"Write {itself} or {numbers}."


def _shown(char: str) -> str:
    return f"“{char}”" if char.isprintable() and not char.isspace() else character(char) if char else "What comes next"


def _bytes(fault: Fault) -> Words | None:
    """A byte that is not UTF-8."""
    if fault.encoding not in ("utf-8", "ascii"):
        return None
    piece = fault.data[fault.at : fault.at + 4]
    try:
        piece.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > 0:
            return None
    else:
        return None
    value = piece[0]
    word = re.search(rb"[^\s<>]*\Z", fault.data[max(fault.at - 30, 0) : fault.at])
    rest = re.match(rb"[^\s<>&]*", fault.data[fault.at : fault.at + 40])
    guess = ((word[0] if word else b"") + (rest[0] if rest else b"")).decode("windows-1252", "replace")
    message = f"The byte {value:02X} (hexadecimal) is not UTF-8, in which the file should be."
    cure = f'If “{guess}” is right, the file is in Windows-1252: write encoding="windows-1252" in the first line. Else save it as UTF-8.'
    return Words(message, cure)


def _no_character(fault: Fault) -> Words | None:
    """A character that XML 1.0 does not have (section 2.2)."""
    char = fault.after(8)[:1]
    if not char or char in "\t\n\r" or (ord(char) >= 0x20 and ord(char) not in (0xFFFE, 0xFFFF)):
        return None
    if char == "\0":
        cure = "Perhaps the file is damaged, no text, or in UTF-16: save it as UTF-8."
        return Words("The file has the character U+0000 (NUL), which XML does not allow.", cure)
    name = unicodedata.name(char, "a control character" if ord(char) < 0x20 else "no character")
    return Words(f"The character {character(char)} ({name}) is not allowed in XML.", "Remove it.")


def _reference(fault: Fault, before: str) -> Words | None:
    match = _REFERENCE.search(before)
    if not match:
        return None
    at = fault.at - len(match[0].encode(fault.encoding, "replace"))
    name = match[1]
    if name.startswith("#"):
        return Words(
            f"{match[0]}{fault.after(8)[:1]} is no reference to a character.",
            "Write &#233; (decimal) or &#xE9; (hexadecimal).", at,
        )  # fmt: skip
    if (name and f"{name};" in html5) or name in fault.internal:
        cure = f"Write &{name};, or &amp; for the sign itself." if name in fault.internal else instead(name)
        return Words(f"The reference &{name} has no semicolon at its end.", cure, at)
    return Words("An & stands alone.", _BARE_AMPERSAND, at)


def _comment(fault: Fault, before: str) -> Words | None:
    start = before.rfind("<!--")
    if start < 0 or "-->" in before[start + 4 :]:
        return None
    if not before.endswith("--"):
        return None
    line = fault.place(fault.at - len(before[start:].encode(fault.encoding, "replace")))[0]
    message = f"-- stands inside the comment that began in line {line}; XML allows it only at the end, as -->."
    return Words(message, "Write a dash (–) or a single hyphen, or end the comment before it.", fault.at - 2)


def _section(fault: Fault, before: str) -> Words | None:
    if before.endswith("]]") and fault.after(1) == ">":
        return Words("]]> stands in the text.", "Write ]]&gt;.", fault.at - 2)
    return None


def _markup(fault: Fault, before: str) -> Words | None:  # noqa: PLR0911
    """A tag or declaration that has only begun."""
    after = fault.after(40)
    if before.endswith("</") and fault.open:
        return Words("The name of an end tag must follow </ at once.", "Remove what stands between.", fault.at - 2)
    if before.endswith("<") and after.startswith("/") and not fault.open:
        name = fault.name(fault.at + 1)
        return Words(
            f"The end tag </{name}> ends nothing: {fault.root or 'the root'} has ended already.",
            "Remove it.",
            fault.at - 1,
        )
    if before.endswith("<!"):
        if after.startswith("DOCTYPE"):
            return Words(
                "The DOCTYPE must stand before the root element.",
                "Move it there, or remove it: TEI needs none.",
                fault.at - 2,
            )
        return Words("<! begins neither a comment nor a CDATA section.", "Write <!-- for a comment.", fault.at - 2)
    if before.endswith("<") and fault.open:
        if after[:1].isdigit():
            return Words(
                f"A < stands in the text, or the name of an element begins with the digit {after[0]}.",
                "Write &lt; for the sign itself; names begin with a letter.", fault.at - 1,
            )  # fmt: skip
        return Words("A < stands in the text.", "Write &lt; for the sign itself.", fault.at - 1)
    if re.search(r"<\?[xX][mM][lL]\Z", before):
        return Words(
            "An instruction is called xml, which only the first line of a file may be.", "Remove it.", fault.at - 5
        )
    return None


def _value(fault: Fault, before: str) -> Words | None:  # noqa: PLR0911
    """Within a start tag: attributes and their values."""
    before = before[-_NEAR:]  # the patterns take the square of its length
    tag = before.rfind("<")
    if tag < 0 or (before.find(">", tag) > 0 and not _OPEN_VALUE.search(before[tag:])):
        return None
    inner, after = before[tag:], fault.after(80)
    element = re.match(r"</?([^\s<>/=]*)", inner)
    name = element[1] if element else ""
    if match := _ATTRIBUTE.search(inner):
        return _unquoted(match[1], after)
    if match := _OPEN_VALUE.search(inner):
        line = fault.place(fault.at - len(inner.encode(fault.encoding, "replace")))[0]
        if after.startswith("<"):
            message = (
                f"A < stands in the value of {match[1]}, or the value has no end: its tag {name} began in line {line}."
            )
            return Words(message, "Write &lt; for the sign itself, or the quotation mark that ends the value.")
        return None
    if inner.startswith("</"):
        return Words(f"The end tag of {name} has more than the name.", f"Write </{name}>.")
    if ":" in after[:1]:
        return Words(f"A name has two colons, or begins with one: {inner[1:]}:.", "A name has one prefix at most.")
    if inner.endswith(('"', "'")):
        return Words(
            f"A space is missing before an attribute of {name}.", "Put one between the value and the next attribute."
        )
    if after[:1] in _SMART:
        return Words(f"A typographic quotation mark stands in the tag of {name}.", 'Write straight ones: ".')
    if inner.rstrip().endswith("/"):
        return Words(
            f"The tag of {name} does not end with / and > together.", f"Write <{name}/>, without a space between."
        )
    if (last := re.search(r"\s([^\s=<>\"'/]+)\s*\Z", inner)) and after[
        :1
    ] in "/> \t\r\n" + "abcdefghijklmnopqrstuvwxyz":
        return Words(f"The attribute {last[1]} of {name} has no value.", f'Write {last[1]}="…", or remove it.')
    return Words(f"{_shown(after[:1])} may not stand in the tag of {name}.", 'Attributes are written name="value".')


def _unquoted(name: str, after: str) -> Words:
    value = re.match(r"[^\s<>/\"']*", after)
    shown = value[0][:40].strip(_SMART) if value else ""
    if after[:1] in _SMART:
        message = f"The value of {name} is in typographic quotation marks, which are none to XML."
    else:
        message = f"The value of {name} has no quotation marks."
    return Words(message, f'Write {name}="{shown}".')
