"""The structure rules: what no grammar can say of an edition.

A rule is a small function registered under its code; it yields a `Problem` for each fault. They work on any TEI.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import islice

from ibidem.finding import Finding, Severity
from ibidem.reading.read import Source
from ibidem.tree import Element

_MODULES = (
    "ids",
    "tongues",
    "pointers",
    "prefixes",
    "notes",
    "names",
    "dates",
    "calendars",
    "ranges",
    "citing",
    "lint",
    "quotations",
    "marks",
    "contents",
    "spacing",
    "emendations",
    "apparatus",
    "references",
    "licences",
    "characters",
    "fidelity",
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: where it is, what is wrong and what to do. A rule with several codes names the one meant.

    `about` is the attribute that is wrong, as `@when`: a schema that finds fault with it too says the same.
    """

    at: Element
    message: str
    hint: str = ""
    code: str = ""
    about: str = ""


MANY = 10  # faults of one kind and one cause, above which the first stands for all


def gathered(problems: list[Problem], what: str = "such places") -> list[Problem]:
    """The problems of one cause: each of a few, or the first of many with their number."""
    if len(problems) <= MANY:
        return problems
    first = problems[0]
    return [replace(first, message=f"{first.message.rstrip('.')} ({len(problems)} {what}).")]


MOST = 1000  # findings of one rule on one file that are reported
Check = Callable[[Source], Iterable[Problem]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A registered check. `codes` are those it may report, each with its severity."""

    codes: dict[str, Severity]
    check: Check


RULES: list[Rule] = []


def rule(code: str, severity: Severity = Severity.ERROR, **more: Severity) -> Callable[[Check], Check]:
    """Register a check under its code; further codes are written with underscores."""

    def register(check: Check) -> Check:
        RULES.append(Rule({code: severity} | {name.replace("_", "-"): level for name, level in more.items()}, check))
        return check

    return register


def all_rules() -> list[Rule]:
    """Every rule, its module imported."""
    for name in _MODULES:
        import_module(f"ibidem.rules.{name}")
    return RULES


def check(source: Source) -> Iterator[Finding]:
    """The findings of all rules on one file, no more than `MOST` of a rule."""
    for each in all_rules():
        first = next(iter(each.codes))
        for problem in islice(each.check(source), MOST):
            code = problem.code or first
            found = source.finding(code, each.codes[code], problem.message, problem.hint, problem.at)
            yield replace(found, about=problem.about) if problem.about else found
