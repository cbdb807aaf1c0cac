"""Dates of other standards and calendars, and lists that are in the order of time."""

import re
from collections.abc import Iterator
from itertools import pairwise

from ibidem.finding import Severity
from ibidem.reading.read import Source
from ibidem.rules import Problem, rule
from ibidem.rules.dates import is_real, span_of
from ibidem.rules.pointers import leads_to
from ibidem.targets import pointers
from ibidem.tree import TEI, Element, local, text_of

_ISO = ("when-iso", "from-iso", "to-iso", "notBefore-iso", "notAfter-iso")
# ISO 8601: a day written without hyphens, a day of the year, a week; what is not one of these is left alone.
_BASIC = re.compile(r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?:T.*)?")
_EXTENDED = re.compile(r"-?\d{4,}-\d\d-\d\d(?:T.*)?")
_ISO_CHARACTERS = re.compile(r"[0-9.,DHMPRSTWYZ/:+\-~?%X]+")
# XML Schema part 2, 3.2.6.
_DURATION = re.compile(r"-?P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?")
_JULIAN = re.compile("julian|julien|julián|giulian|юлиан|юліан|ιουλιαν", re.IGNORECASE)
_DAYS_IN_TEXT = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_GREGORIAN_SINCE = 1582


@rule("date-iso")
def iso(source: Source) -> Iterator[Problem]:
    """A date or duration by another standard is one: `@when-iso` (ISO 8601), `@dur` (XML Schema)."""
    for element in source.root.iter(f"{TEI}*"):
        for name in element.attrib:
            if name in _ISO:
                value = element.get(name)
                if not all(_is_iso(part) for part in value.split("/")):
                    yield Problem(
                        element,
                        f"{local(element)}/@{name} is “{value}”, which is no date of ISO 8601.",
                        "Write 1949-02-01 or 19490201 for a day, 1949-02 for a month, 1949 for a year.",
                        about=f"@{name}",
                    )
            elif name == "dur" and not _DURATION.fullmatch(element.get(name)):
                yield Problem(
                    element,
                    f"{local(element)}/@dur is “{element.get(name)}”, which is no duration.",
                    "Write P1Y for a year, P3M for three months, P10D for ten days, PT2H30M for two and a half hours.",
                    about="@dur",
                )


def _is_iso(value: str) -> bool:
    if not value:
        return True  # an end that is open
    if match := _BASIC.fullmatch(value):
        return is_real(f"{match['year']}-{match['month']}-{match['day']}")
    if _EXTENDED.fullmatch(value):
        return is_real(value.partition("T")[0])
    return _ISO_CHARACTERS.fullmatch(value) is not None


@rule("calendar-unconverted", Severity.INFO)
def julian(source: Source) -> Iterator[Problem]:
    """`@when` is Gregorian also where the text has a Julian day; reported once."""
    calendars = {each for each in source.root.iter(TEI + "calendar") if _JULIAN.search(text_of(each))}
    julians = {
        pointer.element
        for pointer in pointers(source)
        if pointer.attribute == "calendar"
        and (_JULIAN.search(pointer.written) or not calendars.isdisjoint(leads_to(pointer, source)))
    }
    found = [
        element
        for element in source.root.iter(TEI + "date", TEI + "origDate")
        if element in julians and _same_day(element)
    ]
    if found:
        more = f", as have {len(found) - 1} more" if len(found) > 1 else ""
        yield Problem(
            found[0],
            f"“{text_of(found[0])}” is called Julian, and @when ({found[0].get('when')}) has the same day{more}.",
            "Write the Gregorian day into when (ten days later in the 17th century, eleven in the 18th, twelve in the 19th), the Julian one into when-custom.",
        )


def _same_day(element: Element) -> bool:
    value = element.get("when", "")
    span = span_of(value)
    if span is None or span[0] != span[1] or span[0][0] <= _GREGORIAN_SINCE:
        return False
    return span[0][2] in map(int, _DAYS_IN_TEXT.findall(text_of(element)))


@rule("change-order", Severity.INFO)
def changes(source: Source) -> Iterator[Problem]:
    """The changes of a file are listed from the newest to the oldest, or the other way."""
    for container in source.root.iter(TEI + "revisionDesc", TEI + "listChange"):
        if container.get("ordered") == "false":
            continue
        dated = [
            (change, span) for change in container.findall(TEI + "change") if (span := span_of(change.get("when", "")))
        ]
        steps = [
            (second, first, -1 if b[1] < a[0] else 1 if b[0] > a[1] else 0)
            for (first, a), (second, b) in pairwise(dated)
        ]
        ups, downs = (sum(1 for step in steps if step[2] == way) for way in (1, -1))
        if ups and downs:
            odd = 1 if ups <= downs else -1
            second, first, _ = next(step for step in steps if step[2] == odd)
            way = "from new to old" if odd == 1 else "from old to new"
            yield Problem(
                second,
                f"The change of {second.get('when')} stands after that of {first.get('when')}; the others go {way}.",
                "Put it in its place, or correct its date. The TEI has the newest first.",
            )


@rule("event-order", Severity.INFO)
def events(source: Source) -> Iterator[Problem]:
    """In a list of events that is in the order of time, none stands out of it; a list in another order is left alone."""
    for container in source.root.iter(TEI + "listEvent"):
        dated = [(event, start, end) for event in container.findall(TEI + "event") for start, end in _ends(event)]
        breaks = [second[0] for first, second in pairwise(dated) if second[2] < first[1]]
        if len(dated) >= 5 and len(breaks) == 1:
            yield Problem(
                breaks[0],
                "This event was over before the one that stands above it began; all others are in the order of time.",
                "Put it in its place, or correct its date.",
            )


def _ends(event: Element) -> Iterator[tuple[tuple[int, int, int], tuple[int, int, int]]]:
    """The first and the last day of an event, if it has any."""
    spans = [span for name in ("when", "from", "to", "notBefore", "notAfter") if (span := span_of(event.get(name, "")))]
    if spans:
        yield min(span[0] for span in spans), max(span[1] for span in spans)
