"""What a value was to be, and what it probably means: dates, addresses, single words."""

import re
from collections.abc import Sequence
from urllib.parse import quote

from ibidem.words.show import quoted

# How `expect.values` puts the datatypes of TEI.
WORD = "one word, without spaces"
_DATES = ("a date", "a month as", "a year as", "a day")
_ISO = "1949-02-01 for a day, 1949-02 for a month, 1949 for a year"
_PARTS = re.compile(r"(-?)(\d{1,7})[-./](\d{1,2})(?:[-./](\d{1,2}))?")
_TURNED = re.compile(r"(\d{1,2})[./](?:(\d{1,2})[./])?(\d{4})")
_SPAN = re.compile(r"(-?\d{3,4})\s*[-–—/]\s*(-?\d{4})")
_ABOUT = re.compile(r"(?:c(?:a|irca)?\.?|um|vers|about|~|\?)\s*|\s*\?|[\[\]()]", re.IGNORECASE)
_YEAR = re.compile(r"(-?)0*([1-9]\d{2,6})")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_date(wanted: Sequence[str]) -> bool:
    return any(it.startswith(_DATES) for it in wanted)


def is_address(wanted: Sequence[str]) -> bool:
    return bool(wanted) and all(it == "an address (URI)" for it in wanted)


def is_word(wanted: Sequence[str]) -> bool:
    """Whether a value is one word, of any kind or of a list."""
    return bool(wanted) and (WORD in wanted or all(" " not in it for it in wanted))


def date_hint(value: str, limits: bool) -> str:
    """The date that is probably meant; `limits` says whether it may be put between @notBefore and @notAfter."""
    value = value.strip()
    if meant := date_meant(value):
        return f"Write {quoted(meant)}{_why(value, meant)}."
    if span := _SPAN.fullmatch(value):
        return f'A span has two ends: write from="{span[1]}" to="{span[2]}"' + (
            f', or notBefore="{span[1]}" notAfter="{span[2]}" for a day within it.' if limits else "."
        )
    bare = _ABOUT.sub("", value).strip()
    if bare != value and (meant := bare if re.fullmatch(r"\d{4}", bare) else date_meant(bare)):
        return f'Write {quoted(meant)} and cert="low"' + (
            ", or the limits in notBefore and notAfter." if limits else "."
        )
    return f"Write {_ISO}; the words of the source stay in the element."


def date_meant(value: str) -> str:  # noqa: PLR0911
    """The ISO date that a value spells otherwise, or ""."""
    if turned := _TURNED.fullmatch(value):
        first, second, year = int(turned[1]), int(turned[2] or 0), turned[3]
        if not second:
            return _iso("", year, first, 0)
        # 3.2.1949 is a day and a month in most countries; 3/2/1949 is not clear, unless one of them is no month
        if "." in value or first > 12:
            return _iso("", year, second, first)
        return _iso("", year, first, second) if second > 12 else ""
    if parts := _PARTS.fullmatch(value):
        return _iso(parts[1], parts[2], int(parts[3]), int(parts[4] or 0))
    if re.fullmatch(r"\d{8}", value):
        return _iso("", value[:4], int(value[4:6]), int(value[6:]))
    if year := _YEAR.fullmatch(value):
        return f"{year[1]}{year[2]:0>4}"
    return ""


def _iso(sign: str, year: str, month: int, day: int) -> str:
    if not int(year) or month > 12 or (month and day > _DAYS[month - 1]):
        return ""
    date = f"{sign}{int(year):04d}"
    return date + (f"-{month:02d}" + (f"-{day:02d}" if day else "") if month else "")


def _why(value: str, meant: str) -> str:
    if re.search(r"-00(?:$|-)", value):
        return ": what is not known is left out"
    return ": a year has four digits" if "-" not in meant.lstrip("-") else ""


def pointer_hint(value: str) -> str:
    """What to write for an address."""
    if not any(mark in value for mark in ("/", "#", ".", ":")) or re.fullmatch(r"\[.*[^\W\d]+ .*\]", value):
        return "Write an address, #id or a file name; while it is not known, leave the attribute out."
    meant = quote(value.replace("\\", "/"), safe="/:?#&=+,;@!$'()*~%-._")
    meant = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", meant)
    if meant.count("#") > 1:
        return "An address has one # only; several addresses are separated by spaces."
    return (
        f"Write {quoted(meant)}: brackets, braces and spaces are not allowed in an address."
        if meant != value
        else "Write an address, #id or a file name."
    )
