"""Datatypes: the two that are built in, and those of XML Schema (their use: "Guidelines for using W3C XML Schema Datatypes with RELAX NG").

A lexical form is judged here; the order of dates is left to elementpath, which is imported at the first need.
"""

import re
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from ibidem.relaxng.regex import expression

if TYPE_CHECKING:
    from decimal import Decimal

XSD = "http://www.w3.org/2001/XMLSchema-datatypes"
_SPACE = " \t\r\n"
_WORDS = re.compile(r"[ \t\r\n]+")
_SPACES = str.maketrans("\t\r\n", "   ")
Prefixes = Mapping[str | None, str]

# Characters of names; those beyond ASCII are apart, since a class of so many ranges takes long to compile and is seldom needed.
_FAR_START = (
    "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_FAR_REST = "\u00b7\u0300-\u036f\u203f\u2040"
START = "A-Z_a-z" + _FAR_START
REST = START + "\\-.0-9" + _FAR_REST
NCNAME = f"[{START}][{REST}]*"
_INTEGER = r"[+-]?[0-9]+"
_ESCAPED = "%[0-9A-Fa-f]{2}"
# RFC 2396 with 2732, any character that can be escaped taken for escaped: brackets only around a numeric host, or behind a question mark.
_SCHEME = r"[A-Za-z][A-Za-z0-9+.\-]*:"
_URI = (
    rf"(?:{_SCHEME}(?=[^/#])(?:[^%#]|{_ESCAPED})*|(?:{_SCHEME}(?=/)|(?![^/?#]*:))"
    rf"(?://(?:(?:[^%#?\[\]/]|{_ESCAPED})*@)?\[[0-9A-Fa-f:.]+\](?::[0-9]*)?(?![^/?#]))?(?!//\Z)"
    rf"(?:[^%#?\[\]]|{_ESCAPED})*(?:\?(?:[^%#]|{_ESCAPED})*)?)(?:#(?:[^%#]|{_ESCAPED})*)?"
)
_FLOAT = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|-?INF|NaN"

_YEAR = "-?(?!0000)(?:[1-9][0-9]{3,8}|0[0-9]{3})"  # longer ones are beyond any calendar, and jing refuses them
_MONTH = "(?:0[1-9]|1[0-2])"
_DAY = "(?:0[1-9]|[12][0-9]|3[01])"
_CLOCK = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_ZONE = "(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

# The lexical forms.
_FORMS = {
    "dateTime": f"(?P<year>{_YEAR})-(?P<month>{_MONTH})-(?P<day>{_DAY})T{_CLOCK}{_ZONE}",
    "date": f"(?P<year>{_YEAR})-(?P<month>{_MONTH})-(?P<day>{_DAY}){_ZONE}",
    "time": f"{_CLOCK}{_ZONE}",
    "gYear": f"{_YEAR}{_ZONE}",
    "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}",
    "gMonth": f"--{_MONTH}(?:--)?{_ZONE}",
    "gMonthDay": f"--(?P<month>{_MONTH})-(?P<day>{_DAY}){_ZONE}",
    "gDay": f"---{_DAY}{_ZONE}",
    "duration": r"-?P(?=[0-9T])(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?)?",
    **dict.fromkeys(("string", "normalizedString", "token"), r"[\s\S]*"),
    "boolean": "true|false|0|1",
    "decimal": r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)",
    "float": _FLOAT,
    "double": _FLOAT,
    "hexBinary": "(?:[0-9A-Fa-f]{2})*",
    "base64Binary": r"(?:(?:[A-Za-z0-9+/] ?){4})*(?:(?:[A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?=|[A-Za-z0-9+/] ?[AQgw] ?= ?=)?",
    "anyURI": _URI,
    "QName": f"(?:{NCNAME}:)?{NCNAME}",
    "NOTATION": f"(?:{NCNAME}:)?{NCNAME}",
    "language": "[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    "Name": f"[{START}:][{REST}:]*",
    **dict.fromkeys(("NCName", "ID", "IDREF", "ENTITY"), NCNAME),
    "NMTOKEN": f"[{REST}:]+",
    "IDREFS": f"{NCNAME}(?: {NCNAME})*",
    "ENTITIES": f"{NCNAME}(?: {NCNAME})*",
    "NMTOKENS": f"[{REST}:]+(?: [{REST}:]+)*",
}
_RANGES: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
}
_FORMS |= dict.fromkeys(_RANGES, _INTEGER)
# Dates and times, and the class of elementpath that knows their values.
_TIMES = {
    "dateTime": "DateTime10",
    "date": "Date10",
    "time": "Time",
    "gYear": "GregorianYear10",
    "gYearMonth": "GregorianYearMonth10",
    "gMonth": "GregorianMonth",
    "gMonthDay": "GregorianMonthDay",
    "gDay": "GregorianDay",
    "duration": "Duration",
}
# Their lexical form says all, and has no white space in it.
_NAMES = frozenset({"Name", "NCName", "ID", "IDREF", "ENTITY", "NMTOKEN", "language"})
_LISTS = frozenset({"IDREFS", "ENTITIES", "NMTOKENS"})
_ORDERED = frozenset({"decimal", "float", "double", *_RANGES, *_TIMES})
_LENGTHS = frozenset({"length", "minLength", "maxLength"})
_LIMITS = frozenset({"minInclusive", "maxInclusive", "minExclusive", "maxExclusive"})
_DIGITS = frozenset({"totalDigits", "fractionDigits"})


class Datatype:
    """A datatype with its parameters; `of` gives the value of a string, or None where it has none."""

    def __init__(self, library: str, name: str, parameters: tuple[tuple[str, str], ...]) -> None:
        self.library = library
        self.name = name
        self.parameters = parameters
        self.needs_context = library == XSD and name in ("QName", "NOTATION")
        self._number = name in _ORDERED and name not in _TIMES
        self._by_form = name in _NAMES and not parameters
        self._limited = name in _TIMES and any(key in _LIMITS for key, _ in parameters)

    @cached_property
    def _form(self) -> re.Pattern[str]:
        return re.compile(_FORMS[self.name])

    @cached_property
    def _ascii_form(self) -> re.Pattern[str]:
        return re.compile(_FORMS[self.name].replace(_FAR_START, "").replace(_FAR_REST, ""))

    def _matched(self, text: str) -> re.Match[str] | None:
        """A string as the lexical form of this type has it."""
        return (self._ascii_form if text.isascii() else self._form).fullmatch(text)

    @cached_property
    def _tests(self) -> list[Callable[[str, Any], bool]]:
        return [self._facet(key, value) for key, value in self.parameters]

    def of(self, text: str, prefixes: Prefixes | None = None) -> Any:
        """The value of a string: two strings are the same value if what is returned is equal."""
        text = self._trimmed(text)
        if not self._matched(text):
            return None
        value = self._value(text, prefixes)
        return value if value is not None and all(test(text, value) for test in self._tests) else None

    def allows(self, text: str, prefixes: Prefixes | None = None) -> bool:
        """Whether a string has a value. Of a date the form and the calendar decide, without making a value of it."""
        if self._by_form and self._matched(text):
            return True
        if self.name in _TIMES and not self._limited:
            text = self._trimmed(text)
            match = self._matched(text)
            return match is not None and _is_day(match) and all(test(text, text) for test in self._tests)
        return self.of(text, prefixes) is not None

    def check(self) -> None:
        """Raises `ValueError` where a parameter is at fault."""
        _ = self._tests

    def _trimmed(self, text: str) -> str:
        if self.name == "string":
            return text
        if self.name == "normalizedString":
            return text.translate(_SPACES)
        return _WORDS.sub(" ", text.strip(_SPACE))

    def _value(self, text: str, prefixes: Prefixes | None) -> Any:
        value: Any = text
        if self._number:
            value = self._numeric(text)
        elif self.name in _TIMES:
            value = _time(_TIMES[self.name], text)
        elif self.needs_context:
            prefix, colon, local = text.rpartition(":")
            ns = (prefixes or {}).get(prefix or None, "")
            value = None if colon and not ns else (ns, local)
        elif self.name == "boolean":
            value = text in ("true", "1"), "boolean"
        elif self.name == "hexBinary":
            value = text.lower()
        elif self.name == "base64Binary":
            value = text.replace(" ", "")
        return value

    def _numeric(self, text: str) -> Any:
        if self.name in ("float", "double"):
            return "NaN" if text == "NaN" else float(text)
        from decimal import Decimal

        value = Decimal(text)
        low, high = _RANGES.get(self.name, (None, None))
        return None if (low is not None and value < low) or (high is not None and value > high) else value

    def _length(self, text: str) -> int:
        if self.name == "hexBinary":
            return len(text) // 2
        if self.name == "base64Binary":
            return len(text.replace(" ", "").rstrip("=")) * 3 // 4
        return len(text.split(" ")) if self.name in _LISTS else len(text)

    def _facet(self, key: str, given: str) -> Callable[[str, Any], bool]:
        if key == "pattern":
            try:
                pattern = expression(given)
            except ValueError as error:
                raise ValueError(f"not a regular expression of XML Schema: {given!r} ({error})") from None
            return lambda text, _: pattern.matches(text)
        if key in _LIMITS:
            limit = self._value(self._trimmed(given), None) if self._matched(self._trimmed(given)) else None
            if limit is None:
                raise ValueError(f"{key} is not a value of {self.name}: {given!r}")
            return lambda _, value: _compare(key, value, limit)
        if not given.strip(_SPACE).isdecimal():
            raise ValueError(f"{key} is not a number: {given!r}")
        number = int(given)
        return {
            "length": lambda text, _: self._length(text) == number or self.needs_context,
            "minLength": lambda text, _: self._length(text) >= number or self.needs_context,
            "maxLength": lambda text, _: self._length(text) <= number or self.needs_context,
            "totalDigits": lambda _, value: _digits(value)[0] <= number,
            "fractionDigits": lambda _, value: _digits(value)[1] <= number,
        }[key]


@lru_cache(maxsize=4096)
def datatype(library: str, name: str, parameters: tuple[tuple[str, str], ...] = ()) -> Datatype:
    """A datatype by name; raises `ValueError` where the library, the name or a parameter is unknown (section 4.16)."""
    if library == "":
        if name not in ("string", "token"):
            raise ValueError(f"there is no built-in datatype {name}; is datatypeLibrary missing?")
        if parameters:
            raise ValueError(f"the built-in datatype {name} takes no parameters")
        return Datatype(library, name, ())
    if library != XSD:
        raise ValueError(f"the datatype library {library} is unknown")
    if name not in _FORMS and name not in _RANGES and name not in _TIMES:
        raise ValueError(f"XML Schema has no datatype {name}")
    allowed = {"pattern"}
    if name in _ORDERED:
        allowed |= _LIMITS
    elif name != "boolean":
        allowed |= _LENGTHS
    if name == "decimal" or name in _RANGES:
        allowed |= _DIGITS
    seen: set[str] = set()
    for key, _ in parameters:
        if key not in allowed:
            raise ValueError(f"the datatype {name} has no parameter {key}")
        if key in seen and key != "pattern":
            raise ValueError(f"the parameter {key} is given twice")
        seen.add(key)
    made = Datatype(library, name, parameters)
    made.check()
    return made


def _is_day(match: re.Match[str]) -> bool:
    """Whether the month has that day (and the year, where there is one, a 29 February)."""
    parts = match.groupdict()
    if "day" not in parts:
        return True
    month, day = int(parts["month"]), int(parts["day"])
    if (month, day) == (2, 29) and "year" in parts:
        year = int(parts["year"])
        year += year < 0  # there is no year 0: the leap year before 4 is -1
        return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return day <= _DAYS[month - 1]


def _compare(key: str, value: Any, limit: Any) -> bool:
    try:
        if key == "minInclusive":
            return bool(value >= limit)
        if key == "maxInclusive":
            return bool(value <= limit)
        return bool(value > limit) if key == "minExclusive" else bool(value < limit)
    except TypeError:  # NaN, or two dates of which one has a time zone
        return False


def _digits(value: "Decimal") -> tuple[int, int]:
    _, digits, exponent = value.normalize().as_tuple()
    fraction = max(0, -int(exponent))
    return max(len(digits) + max(0, int(exponent)), fraction), fraction


def _time(name: str, text: str) -> Any:
    from elementpath import datatypes

    try:
        return getattr(datatypes, name).fromstring(text)
    except (ValueError, OverflowError, TypeError):
        return None
