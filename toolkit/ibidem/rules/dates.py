"""Dates: real days, in order, with a value."""

import re
from calendar import isleap
from collections.abc import Iterator

from ibidem.finding import Severity
from ibidem.reading.read import Source
from ibidem.rules import Problem, rule
from ibidem.tree import TEI, XML_ID, Element, local, text_of

_ATTRIBUTES = ("when", "from", "to", "notBefore", "notAfter")
# XML Schema part 2: date, gYearMonth, gYear, gMonthDay, gDay, gMonth, dateTime; a year has four digits at least.
_YEARLY = re.compile(
    r"(?P<year>-?(?:[1-9]\d{3,17}|0\d{3}))(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T[\d:.]+)?)?)?(?:Z|[+-]\d\d:\d\d)?"
)
_YEARLESS = re.compile(r"--(?:(?P<month>\d\d)(?:-(?P<day>\d\d))?|-(?P<only>\d\d))")
_TIME = re.compile(r"\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?")
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_HINT = "Write 1949-02-01 for a day, 1949-02 for a month, 1949 for a year."
# Of these elements @from and @to are places in a work, not dates.
_NOT_DATES = frozenset({"citedRange", "biblScope", "locus", "span", "app"})


def span_of(value: str) -> tuple[tuple[int, int, int], tuple[int, int, int]] | None:
    """The first and last day that an ISO value means, or None where it has no year or is not a date."""
    match = _YEARLY.fullmatch(value)
    if match is None or not is_real(value):
        return None
    year, month, day = int(match["year"]), int(match["month"] or 0), int(match["day"] or 0)
    return (year, month or 1, day or 1), (year, month or 12, day or 31)


def is_real(value: str) -> bool:
    """Whether a value is a date or time that XML Schema knows and the calendar has."""
    match = _YEARLY.fullmatch(value) or _YEARLESS.fullmatch(value)
    if match is None:
        return _TIME.fullmatch(value) is not None
    parts = match.groupdict()
    month, day = int(parts["month"] or 1), int(parts["day"] or parts.get("only") or 1)
    if not 1 <= month <= 12:
        return False
    leap = isleap(int(parts["year"])) if parts.get("year") else True
    return 1 <= day <= _DAYS[month - 1] + (month == 2 and leap)


@rule("date-value")
def value(source: Source) -> Iterator[Problem]:
    """A date is a day, month or year that the calendar has."""
    for element in source.root.iter(f"{TEI}*"):
        if local(element) in _NOT_DATES:
            continue
        for name in _ATTRIBUTES:
            written = element.get(name)
            if written is not None and not is_real(written):
                yield Problem(
                    element, f"{local(element)}/@{name} is “{written}”, which is no date.", _HINT, about=f"@{name}"
                )


_ENDS = frozenset({"from", "to", "notBefore", "notAfter"})


@rule("date-order")
def order(source: Source) -> Iterator[Problem]:
    """A span begins before it ends."""
    for element in source.root.iter(f"{TEI}*"):
        if sum(name in _ENDS for name in element.attrib) < 2 or local(element) in _NOT_DATES:
            continue
        for first, last in (("from", "to"), ("notBefore", "notAfter"), ("notBefore", "to"), ("from", "notAfter")):
            start, end = span_of(element.get(first, "")), span_of(element.get(last, ""))
            if start and end and start[0] > end[1]:
                yield Problem(
                    element,
                    f"@{first} ({element.get(first)}) is later than @{last} ({element.get(last)}).",
                    "Exchange them, or correct the one that is wrong.",
                )


@rule("date-bare", Severity.WARNING)
def bare(source: Source) -> Iterator[Problem]:
    """A date in the text has a value that a machine can read."""
    for element in source.root.iterfind(f"{TEI}text//{TEI}date"):
        if not any(
            name in element.attrib or f"{name}-iso" in element.attrib or f"{name}-custom" in element.attrib
            for name in (*_ATTRIBUTES, "dur")
        ):
            yield Problem(
                element,
                f"The date “{text_of(element)}” has no value.",
                f'Add when="…", or notBefore="…" and notAfter="…". {_HINT}',
            )


@rule("date-range", Severity.WARNING)
def within(source: Source) -> Iterator[Problem]:
    """A day that is given exactly lies between the limits given with it."""
    for element in source.root.iterfind(f".//{TEI}*[@when]"):
        day = span_of(element.get("when"))
        for name in ("notBefore", "notAfter", "from", "to"):
            limit = span_of(element.get(name, ""))
            if not day or not limit:
                continue
            early = name in ("notBefore", "from")
            if day[1] < limit[0] if early else day[0] > limit[1]:
                yield Problem(
                    element,
                    f"@when ({element.get('when')}) is {'before' if early else 'after'} @{name} ({element.get(name)}).",
                    "Keep @when if the day is known, else the limits; correct the one that is wrong.",
                )


@rule("life-order")
def life(source: Source) -> Iterator[Problem]:
    """Nobody is born after they have died."""
    for person in source.root.iter(TEI + "person"):
        births, deaths = (person.findall(TEI + name) for name in ("birth", "death"))
        if len(births) != 1 or len(deaths) != 1:  # several are opinions, which may contradict each other
            continue
        born, died = _dated(births[0]), _dated(deaths[0])
        if born and died and born[0] > died[1]:
            yield Problem(
                person,
                f"“{_name(person)}” is born on {_iso(born[0])} or later, and dies on {_iso(died[1])} or earlier.",
                "Correct the date that is wrong. A year before Christ has a minus: -0043 is 44 BC.",
            )


@rule("correspondence-order")
def correspondence(source: Source) -> Iterator[Problem]:
    """A letter is received after it is sent."""
    for letter in source.root.iter(TEI + "correspDesc"):
        actions = letter.findall(TEI + "correspAction")
        sent = [span for each in actions if each.get("type") == "sent" and (span := _dated(each))]
        received = [(each, span) for each in actions if each.get("type") == "received" and (span := _dated(each))]
        for action, arrival in received if sent else ():
            if arrival[1] < (start := min(span[0] for span in sent)):
                yield Problem(
                    action,
                    f"The letter is received on {_iso(arrival[1])}, and sent on {_iso(start)}.",
                    "Correct the one that is wrong. Both days are Gregorian in @when, also where the letter has the Julian one.",
                )


def _dated(element: Element) -> tuple[tuple[int, int, int], tuple[int, int, int]] | None:
    """The first and last day at which something may have happened, from its attributes or its one date; None where an end is open."""
    dates = [element, *element.iter(TEI + "date")]
    dates = [date for date in dates if any(name in date.attrib for name in _ATTRIBUTES)]
    if len(dates) != 1:
        return None
    spans = {name: span_of(dates[0].get(name, "")) for name in _ATTRIBUTES}
    if when := spans["when"]:
        return when
    start, end = spans["from"] or spans["notBefore"], spans["to"] or spans["notAfter"]
    return (start[0], end[1]) if start and end else None


def _iso(day: tuple[int, int, int]) -> str:
    return f"{day[0]:04d}-{day[1]:02d}-{day[2]:02d}"


def _name(person: Element) -> str:
    name = person.find(TEI + "persName")
    return (text_of(name) if name is not None else "") or person.get(XML_ID, "") or "This person"
