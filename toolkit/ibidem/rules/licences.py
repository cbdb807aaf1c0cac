"""Licences that programs can tell: known by their address, or by their identifier of SPDX."""

from collections.abc import Iterator

from ibidem.finding import Severity
from ibidem.reading.read import Source
from ibidem.record.licences import is_rights_statement, licences_in
from ibidem.rules import Problem, rule


@rule("licence-unknown", Severity.INFO)
def licence(source: Source) -> Iterator[Problem]:
    """A text that names a licence names one that is known, or a statement of rightsstatements.org; the first is reported where none is."""
    availabilities = source.find("/*/t:teiHeader/t:fileDesc/t:publicationStmt//t:availability")
    stated = [it for availability in availabilities for it in licences_in(availability)]
    if not stated or any(it.licence or is_rights_statement(it.address) for it in stated):
        return
    said = stated[0].address or stated[0].text
    what = f"“{said[:80]}” is no licence that is known by its address" if said else "The licence is not named"
    yield Problem(
        stated[0].element,
        f"{what}, so that no record of this text can name it.",
        'Write the address of the licence in @target: <licence target="https://creativecommons.org/licenses/by/4.0/">.',
        about="@target",
    )
