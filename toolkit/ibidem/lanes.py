"""Several lanes see one fault: of what they say, one finding is kept."""

import re
from collections.abc import Iterable

from ibidem.finding import Finding

# What a rule says better than the grammar: where the first of two ids is.
_BETTER_AS_RULE = frozenset({"id-repeated"})
_OF_VALUES = frozenset({"attribute-value", "date-value", "language-tag", "pointer-uri", "type-words", "element-value"})
_WORD = re.compile(r"[\w:.-]*\w")


def merged(grammars: Iterable[list[Finding]], assertions: Iterable[Finding], rules: Iterable[Finding]) -> list[Finding]:
    """The findings of the lanes, each fault once. What several grammars say of one element or attribute, the first says."""
    kept: list[Finding] = []
    for found in grammars:
        known = {_subject(finding) for finding in kept}
        kept += [finding for finding in found if _subject(finding) not in known]
    refused: dict[tuple[int, int], list[Finding]] = {}
    for finding in kept:
        refused.setdefault(_place(finding), []).append(finding)
    findings = []
    for finding in rules:
        same = next((it for it in refused.get(_place(finding), ()) if it.about and it.about == finding.about), None)
        if same is None or finding.code in _BETTER_AS_RULE:
            findings.append(finding)
            if same is not None:
                kept.remove(same)
    said = {(finding.code, _place(finding)) for finding in findings}
    for finding in assertions:
        # some assertions of ibidem.sch are also rules, so that they hold under any schema
        if (finding.code, _place(finding)) not in said and not any(
            _is_same(it, finding) for it in refused.get(_place(finding), ())
        ):
            findings.append(finding)
    return [*kept, *findings]


def _place(finding: Finding) -> tuple[int, int]:
    return finding.line, finding.column


def _subject(finding: Finding) -> tuple[int, int, str]:
    """An attribute of an element, or the element itself."""
    return (*_place(finding), finding.about if finding.about.startswith("@") else "")


def _is_same(refusal: Finding, assertion: Finding) -> bool:
    """Whether an assertion about an element asks for what the grammar has refused there: it speaks of the same value or the same names."""
    said = f"{assertion.message} {assertion.hint}"
    if refusal.code in _OF_VALUES:
        value = refusal.message.partition("“")[2].rpartition("”")[0]
        return bool(value) and value in said
    names = {name.removeprefix("@") for name in refusal.about.split()}
    spoken = set(_WORD.findall(said))
    return bool(names & spoken)
