"""The critical apparatus and the hands: each reading is attested, none twice, and what is declared is used."""

from collections.abc import Iterator

from ibidem.finding import Severity
from ibidem.reading.read import Source
from ibidem.rules import MANY, Problem, rule
from ibidem.rules.pointers import leads_to
from ibidem.targets import pointers
from ibidem.tree import TEI, XML_ID, Element, local, text_of

# What may tell two readings of one witness apart: its hands, its layers, an addition and what it replaces.
_LAYERS = ("hand", "varSeq", "type", "subtype", "cause", "source", "n", "rend", "change", "seq", "evidence")
_FEW = 4  # lemmata; with fewer there is no practice to depart from
_RARE = 0.2  # the share of a practice below which what departs from it is an oversight


def _readings(app: Element) -> Iterator[Element]:
    """The lemma and the readings of one apparatus entry, also those in groups; not those of an entry inside it."""
    for child in app.iterchildren(TEI + "lem", TEI + "rdg", TEI + "rdgGrp"):
        if local(child) == "rdgGrp":
            yield from _readings(child)
        else:
            yield child


@rule("app-empty")
def empty(source: Source) -> Iterator[Problem]:
    """An entry of the apparatus has a reading."""
    for app in source.root.iter(TEI + "app"):
        if next(_readings(app), None) is None and not app.findall(f"{TEI}note"):
            yield Problem(
                app, "This entry of the apparatus has no reading.", "Write lem and rdg into it, or remove it."
            )


@rule("app-lemma", Severity.INFO, lemma_witness=Severity.INFO)
def consistent(source: Source) -> Iterator[Problem]:
    """Where nearly all entries have a lemma, or nearly all lemmata a witness, the others are reported once."""
    apps = [app for app in source.root.iter(TEI + "app") if next(_readings(app), None) is not None]
    lemmata = [lemma for app in apps for lemma in app.findall(TEI + "lem")]
    without = [app for app in apps if app.find(TEI + "lem") is None]
    if len(lemmata) >= _FEW and 0 < len(without) < _RARE * len(apps):
        yield Problem(
            without[0],
            f"{_these(len(without), len(apps), 'entries of the apparatus')} no lemma; this is the first.",
            "Put the reading that you follow into lem, or all readings of the place into rdg on purpose.",
        )
    nameless = [lemma for lemma in lemmata if not _attested(lemma)]
    if len(lemmata) >= _FEW and 0 < len(nameless) < _RARE * len(lemmata):
        yield Problem(
            nameless[0],
            f"{_these(len(nameless), len(lemmata), 'lemmata')} no witness; this is the first.",
            'Add wit="#…" with the witnesses that have the lemma.',
            "lemma-witness",
        )


def _these(count: int, of: int, what: str) -> str:
    return f"{count} of {of} {what} {'has' if count == 1 else 'have'}"


def _attested(reading: Element) -> bool:
    following = reading.getnext()
    groups = reading.iterancestors(TEI + "rdgGrp")
    return (
        any(reading.get(name) for name in ("wit", "source", "resp", "edRef"))
        or (following is not None and following.tag in (TEI + "wit", TEI + "witDetail"))
        or any(group.get("wit") for group in groups)
    )


@rule("reading-witness", Severity.WARNING)
def witnessed(source: Source) -> Iterator[Problem]:
    """Each variant reading names its witness, or who proposes it; said once of a file in which many do not, or all."""
    nameless = [reading for reading in source.root.iter(TEI + "rdg") if not _attested(reading)]
    named = _names_witnesses(source) and len(nameless) <= MANY
    for reading in nameless if named else nameless[:1]:
        more = f" or any of the {len(nameless) - 1} others" if not named and len(nameless) > 1 else ""
        yield Problem(
            reading,
            f"Nobody attests the reading “{text_of(reading)[:40]}”{more}.",
            'Name the witness with wit="#…", or the editor who proposes it with resp.',
        )


def _names_witnesses(source: Source) -> bool:
    return any(True for _ in source.root.iter(TEI + "witness")) or any(
        reading.get("wit") for reading in source.root.iter(TEI + "rdg", TEI + "lem")
    )


@rule("reading-twice", Severity.WARNING)
def twice(source: Source) -> Iterator[Problem]:
    """At one place a witness has one reading, unless a hand, a layer or a kind tells two apart."""
    for app in source.root.iter(TEI + "app"):
        seen: dict[tuple[str, ...], Element] = {}
        for reading in _readings(app):
            layer = tuple(reading.get(name, "") for name in _LAYERS)
            reported = False
            for witness in reading.get("wit", "").split():
                first = seen.setdefault((witness, *layer), reading)
                again = reading.get("wit", "").split().count(witness) > 1
                if reported or (first is reading and not again):
                    continue
                reported = True
                here = f"“{text_of(reading)[:30]}”"
                yield Problem(
                    reading,
                    f"The reading {here} names the witness “{witness}” twice."
                    if again
                    else f"The witness “{witness}” has two readings at one place: “{text_of(first)[:30]}” and {here}.",
                    "Take the witness out of one; two hands or layers of one witness are told apart with hand or varSeq.",
                )


@rule("witness-unused", Severity.INFO)
def unused_witness(source: Source) -> Iterator[Problem]:
    """In an edition whose apparatus names witnesses, each declared witness has a reading somewhere."""
    yield from _unused(
        source,
        "witness",
        ("wit",),
        "listWit",
        "Name it with wit in the apparatus, or point at it from a note that says why it has no reading.",
    )


@rule("hand-unused", Severity.INFO)
def unused_hand(source: Source) -> Iterator[Problem]:
    """In a transcription that names hands, each declared hand has written something."""
    yield from _unused(
        source, "handNote", ("hand", "new"), "handNotes", "Name it with hand or handShift, or remove the entry."
    )


def _unused(source: Source, name: str, attributes: tuple[str, ...], group: str, hint: str) -> Iterator[Problem]:
    declared = [each for each in source.root.iter(TEI + name) if each.get(XML_ID) is not None]
    if not declared:
        return
    targets = [(pointer.attribute, each) for pointer in pointers(source) for each in leads_to(pointer, source)]
    if not any(attribute in attributes for attribute, _ in targets):
        return  # declared for another file, or described only
    meant = {target for _, target in targets if local(target) in (name, group)}
    used = {each for target in meant for each in target.iter(TEI + name)}
    for each in declared:
        # a witness that holds others is used where one of them is
        if not used.intersection(each.iter(TEI + name)):
            yield Problem(each, f"Nothing in the text comes from the {name} “{each.get(XML_ID)}”.", hint)
