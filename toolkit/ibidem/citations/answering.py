"""From what a rule has chosen to an answer: the work, the whole way to the place, and one sentence that says why."""

from collections.abc import Iterable
from dataclasses import replace

from ibidem.citations.left import Left
from ibidem.citations.locator import any_archival, is_archival, is_part_of_work
from ibidem.citations.model import Answer, Citation, Confidence, Kind, Level, Note, Scope, Work
from ibidem.citations.names import words_in
from ibidem.citations.read import PREVIOUS, Draft, Part, read
from ibidem.citations.rules import IBID, IDEM, OPCIT, POINTER, Choice, Context, naming, repeating
from ibidem.citations.rules.places import accepts, changes_work, inherit, plausible
from ibidem.citations.scan import marks_in
from ibidem.citations.short import shorts_in, with_volume
from ibidem.citations.sigla import Found
from ibidem.citations.terms import Lexicon

__all__ = ["answer_again", "answer_draft", "answer_found", "answer_marked", "naming", "path_key", "repeating"]

Entries = dict[tuple[tuple[str, str], ...], str]
TABLES = {
    Kind.IBID: IBID,
    Kind.IDEM: IDEM,
    Kind.OPCIT: OPCIT,
    Kind.LOCCIT: OPCIT,
    Kind.SUPRA: POINTER,
    Kind.INFRA: POINTER,
}
_PLACES = {
    "7a": "as it names no place, that of {where} holds",
    "7b": "it names its own place",
    "7c": "it names a smaller place within that of {where}",
    "7d": "it names its own part of the archive and takes the path above it from {where}",
}


def answer_draft(draft: Draft, context: Context, identifier: str, entries: Entries) -> Answer | None:
    """The answer to a reference that its words make one, or nothing where it turns out to be none."""
    if draft.pointer == (PREVIOUS,):
        draft = replace(draft, pointer=(context.notes[max(0, context.note.order - 2)].label,))
    if draft.kind is Kind.NOTEREF or draft.scope is Scope.NOTE:
        return _note(draft, context, identifier)
    levels = plausible(draft.levels, context.last_archival is not None)
    if len(levels) < len(draft.levels):
        draft = replace(draft, levels=levels)
    if draft.kind is Kind.INFRA:
        target = context.labels.get(draft.pointer[0]) if draft.pointer else None
        return _forward(draft, context, identifier, target)
    if draft.same_author and not draft.left.names:
        near = context.earlier or (context.previous[-1][1] if context.previous else [])
        if near and near[-1].entry is not None:
            draft = replace(draft, left=replace(draft.left, names=near[-1].entry.names))
    chosen = _choose(draft, context)
    if chosen is None:
        if draft.kind is Kind.SUPRA and draft.pointer and context.note.text[: draft.sign_start].rstrip()[-1:].isalpha():
            # *die Nachweise oben in Anm. 2*: the word before is no name
            plain = replace(draft, kind=Kind.NOTEREF, left=Left(), start=draft.sign_start, scope=Scope.NOTE, levels=())
            return _note(plain, context, identifier)
        if not draft.certain:
            return None
        return Answer(_reference(draft, context, identifier), context.note, "26", (_why_not(draft, context),))
    number, choice = chosen
    reference = _reference(draft, context, identifier, choice.antecedents[0] if choice.antecedents else None)
    if draft.kind in (Kind.OPCIT, Kind.LOCCIT) and choice.antecedents and choice.antecedents[0].entry is not None:
        for name in draft.left.names:
            context.known.usual[name] = choice.antecedents[0].entry
    return _fill(reference, context, number, choice, entries)


def _choose(draft: Draft, context: Context) -> tuple[str, Choice] | None:
    """The first rule that settles a reference, and what it chooses."""
    for number, function in TABLES[draft.kind].items():
        choice = function(draft, context)
        if choice is not None:
            return number, choice
    return None


def answer_found(found: Found, text: str, context: Context, identifier: str, entries: Entries) -> Answer:
    """The answer to a short title, whose work is known already; `text` is what its offsets count in."""
    antecedent = found.work.full
    if found.how == "archive" and context.last_archival is not None:
        antecedent = context.last_archival
    reference = Citation(
        identifier, context.note.order, found.start, found.end, text[found.start : found.end], found.levels,
        kind=Kind.SHORT, sign=text[found.start : found.sign_end].rstrip(" ,") or text[found.start : found.end],
        sign_start=found.start, titled=found.how == "whole",
    )  # fmt: skip
    number, confidence, reason = {
        "title": (
            "22",
            Confidence.MEDIUM,
            "{sign} repeats the name and words of the title of the work cited in full in note {label}",
        ),
        "name": ("12", Confidence.MEDIUM, "{sign} names the author of the work last cited in note {label}"),
        "initials": ("21", Confidence.MEDIUM, "{sign} are the initials of the title cited in full in note {label}"),
        "inside": ("22", Confidence.MEDIUM, "{sign} repeats the title of a volume, cited in full in note {label}"),
        "siglum": ("21", Confidence.HIGH, "{sign} is the short form that note {label} declares"),
        "whole": ("22", Confidence.MEDIUM, "{sign} repeats a title of note {label} word for word"),
        "archive": ("7d", Confidence.HIGH, "{sign} leaves out the archive, which note {label} names last"),
    }[found.how]
    if found.work.volume and any(level.unit == "volume" and level.first != found.work.volume for level in found.levels):
        number, reason = f"{number}, 23", reason + ", with another volume"
    others = tuple(work.full for work in found.others)
    return _fill(
        reference,
        context,
        number,
        Choice((antecedent,), Confidence.MEDIUM if others else confidence, reason, others),
        entries,
    )


def answer_again(
    reference: Citation, levels: tuple[Level, ...], work: Work, context: Context, entries: Entries
) -> Answer:
    """The answer to *ders.* with the title of a work that was cited before (rule 11)."""
    reference.scope, reference.levels = Scope.WORK, levels
    if levels and levels[-1].end > reference.end:
        reference.end = levels[-1].end
        reference.text = context.note.text[reference.start : reference.end]
    reason = "{sign} stands for the author, and the title that follows for the work cited in full in note {label}"
    return _fill(reference, context, "11", Choice((work.full,), Confidence.HIGH, reason), entries)


def answer_marked(
    citation: Citation, context: Context, words: Lexicon, entries: Entries, archive: Work | None
) -> Answer | None:
    """The answer to a reference that is marked up: its words are read like those of any note."""
    answer = _reread(citation, context, words, entries, archive)
    if answer is None:
        return None
    fresh = answer.reference
    citation.entry, citation.place = fresh.entry, fresh.place
    citation.kind, citation.scope, citation.pointer = fresh.kind, fresh.scope, fresh.pointer
    if citation.decided:
        citation.place = citation.decided_levels
    else:
        citation.work, citation.label = fresh.work, fresh.label
    if fresh.kind is Kind.SHORT:
        citation.sign, citation.sign_start, citation.levels, citation.titled = (
            fresh.sign, fresh.sign_start, fresh.levels, fresh.titled,
        )  # fmt: skip
    return replace(answer, reference=citation)


def _reread(
    citation: Citation, context: Context, words: Lexicon, entries: Entries, archive: Work | None
) -> Answer | None:
    if citation.kind is Kind.SHORT:
        part = Part(0, len(citation.text), marks_in(citation.text, words))
        found = next(shorts_in(citation.text, part, context.known, words, archive), None)
        return answer_found(found, citation.text, context, citation.id, entries) if found is not None else None
    draft = next((part.draft for part in read(citation.text, words) if part.draft is not None), None)
    if draft is None:
        draft = Draft(
            citation.kind or Kind.IBID, 0, citation.end, citation.sign, citation.sign_start, Left(), citation.levels
        )
    draft = replace(draft, start=citation.start, end=citation.end, certain=True, levels=citation.levels)
    return answer_draft(draft, context, citation.id, entries)


def _reference(draft: Draft, context: Context, identifier: str, antecedent: Citation | None = None) -> Citation:
    text, start, levels, item = context.note.text, draft.start, draft.levels, ""
    left = draft.left
    if (
        left.names
        and draft.scope is not Scope.CONTAINER
        and draft.kind is Kind.IBID
        and not _is_known(left, context, antecedent)
    ):
        start = draft.sign_start  # *Die Zitate ebd.*: a word of the sentence, no name
    if (
        left.lead
        and antecedent is not None
        and antecedent.entry is not None
        and set(left.lead) & set(antecedent.entry.names)
    ):
        start = min(start, left.lead_start)
    elif left.names and left.start < draft.sign_start and draft.start == left.lead_start:
        start = left.start
    if (
        left.item
        and draft.kind is Kind.IBID
        and not levels
        and (" " not in left.item or (antecedent is not None and any_archival(antecedent.place)))
        and not _is_known(left, context, antecedent)
    ):
        start, item = left.item_start, left.item
    scope = Scope.ITEM if item else draft.scope
    end = draft.end
    words = words_in(text[draft.sign_start + len(draft.sign) : end]) if draft.titled else frozenset()
    return Citation(
        identifier, context.note.order, start, end, text[start:end], levels, left.names, words, kind=draft.kind,
        sign=draft.sign, sign_start=draft.sign_start, scope=scope, pointer=draft.pointer, titled=draft.titled, item=item,
    )  # fmt: skip


def _is_known(left: Left, context: Context, antecedent: Citation | None) -> bool:
    names = set(left.names)
    if antecedent is not None and names & (antecedent.words | set(antecedent.names)):
        return True
    return any(name in context.known.by_name for name in names)


def _fill(reference: Citation, context: Context, number: str, choice: Choice, entries: Entries) -> Answer:
    sign = reference.sign + (
        "." if reference.kind in (Kind.IBID, Kind.OPCIT, Kind.LOCCIT) and not reference.sign.endswith(".") else ""
    )
    if not choice.antecedents:
        why = choice.reason.format(sign=sign, label=choice.target.label if choice.target else "")
        return Answer(
            reference, context.note, number, (why,), choice.confidence, levels=reference.levels,
            alternatives=choice.alternatives, target=choice.target,
        )  # fmt: skip
    antecedent = choice.antecedents[0]
    label = _label(context, antecedent)
    reason = choice.reason.format(sign=sign, label=label)
    if reference.scope is Scope.AUTHOR:
        return Answer(
            reference,
            context.note,
            number,
            (reason,),
            choice.confidence,
            choice.antecedents,
            alternatives=choice.alternatives,
        )
    if (
        reference.kind is Kind.IBID
        and antecedent.entry is not None
        and any(level.unit == "volume" for level in antecedent.place)
    ):
        reference.levels = with_volume(context.note.text, reference.levels, antecedent.entry)
    inheritance, levels = _whole_place(reference, antecedent)
    reference.entry, reference.place = antecedent.entry, levels
    work, name = antecedent.work, antecedent.label
    if antecedent.entry is not None and not name:
        name = antecedent.entry.full.label
    if changes_work(antecedent, reference.levels):
        # the path leads to another unit: the edition may have an entry for it, and if not, none is invented
        work = entries.get(path_key(levels), "")
        path = ", ".join(level.text for level in levels if is_archival(level.unit))
        path = f"{_archive_of(antecedent)}{path}" if path else ""
        title = antecedent.entry.full.label if antecedent.entry is not None else name
        name = path or f"{title}, {next(level.text for level in reference.levels if is_part_of_work(level.unit))}"
    reference.work, reference.label = work, name
    whole = (reason, _PLACES[inheritance].format(where=f"note {label}")) if inheritance else (reason,)
    rules = number if inheritance in ("", number) else f"{number}, {inheritance}"
    return Answer(
        reference, context.note, rules, whole, choice.confidence,
        choice.antecedents, work, name, levels, choice.alternatives, choice.target,
    )  # fmt: skip


def _archive_of(citation: Citation) -> str:
    """What stands before the path in the full citation of an archival unit: the name of the archive."""
    full = citation.entry.full if citation.entry is not None else citation
    first = next((level for level in full.place if is_archival(level.unit) and level.end), None)
    name = full.text[: first.start - full.start].rstrip(" ,.;:(") if first is not None else ""
    return f"{name}, " if name and len(name) < 120 else ""


def _whole_place(reference: Citation, antecedent: Citation) -> tuple[str, tuple[Level, ...]]:
    """The place after inheritance. *Op. cit.* repeats the work and not a page of it; where it names no volume, the last one named holds."""
    if reference.kind in (Kind.IBID, Kind.IDEM) or reference.item:
        return inherit(antecedent, reference.levels)
    if reference.kind is Kind.LOCCIT and not reference.levels:
        return inherit(antecedent, ())
    number, levels = inherit(antecedent, reference.levels) if reference.levels else ("", ())
    if not antecedent.is_short:  # which volume the first citation named is its own affair
        levels = tuple(
            replace(level, labelled=False) if level.source and level.unit in ("volume", "issue") else level
            for level in levels
        )
    latest = antecedent.entry.latest if antecedent.entry is not None else antecedent
    if (
        reference.kind in (Kind.OPCIT, Kind.LOCCIT)
        and not reference.pointer
        and reference.levels
        and not any(level.unit == "volume" for level in reference.levels)
    ):
        places = latest.place if latest.is_short else ()
        volume = next((level for level in places if level.unit == "volume" and level.labelled), None)
        if volume is not None:
            others = (level for level in levels if level.unit != "volume")
            levels = (volume if volume.source else volume.inherited(latest.id), *others)
    return number, levels


def _note(draft: Draft, context: Context, identifier: str) -> Answer | None:
    """Rules 18 and 19: a pointer to a note is linked and nothing is expanded; a note of another text is not linked."""
    reference = _reference(draft, context, identifier)
    if draft.scope is Scope.ELSEWHERE:
        return Answer(reference, context.note, "19", (f"{draft.sign} is a note of another text",), Confidence.HIGH)
    target = context.labels.get(draft.pointer[0])
    if draft.kind is Kind.INFRA or (target is not None and target.order > context.note.order):
        return _forward(draft, context, identifier, target)
    if target is None or target is context.note:
        if not draft.certain:
            return None
        return Answer(reference, context.note, "26", (f"this text has no note {draft.pointer[0]} before this one",))
    antecedents = target.citations[:1]
    return Answer(
        reference,
        context.note,
        "18",
        (f"{draft.sign} links to note {target.label}",),
        Confidence.HIGH,
        antecedents,
        target=target,
    )


def _forward(draft: Draft, context: Context, identifier: str, target: Note | None) -> Answer | None:
    """Rule 20: a later note."""
    reference = _reference(draft, context, identifier)
    if target is None or target.order <= context.note.order:
        return (
            Answer(reference, context.note, "26", (f"this text has no later note {draft.pointer[0]}",))
            if draft.pointer
            else None
        )
    if draft.kind is not Kind.INFRA and not draft.certain:
        return None
    return Answer(
        reference,
        context.note,
        "20",
        (f"{draft.sign} points forward to note {target.label}",),
        Confidence.HIGH,
        target=target,
    )


def _why_not(draft: Draft, context: Context) -> str:
    cited = [each for _, previous in context.previous for each in previous]
    sign = draft.sign if draft.kind is Kind.IBID else draft.sign + "."
    if not cited and not context.earlier and context.last is None:
        return f"{sign} has no citation before it"
    if draft.left.names or draft.left.lead:
        name = (draft.left.names or draft.left.lead)[-1].capitalize()
        return f"no work by “{name}” is cited before {sign}"
    if draft.levels and not any(accepts(each, draft.levels) for each in [*cited, *context.earlier]):
        places = ", ".join(level.text for level in draft.levels)
        return f"no citation before {sign} can have the place that it names ({places})"
    return f"no rule settles what {sign} means here"


def _label(context: Context, citation: Citation) -> str:
    return context.notes[citation.note - 1].label if 0 < citation.note <= len(context.notes) else str(citation.note)


def path_key(levels: Iterable[Level]) -> tuple[tuple[str, str], ...]:
    """What tells an archival unit or a volume from others."""
    return tuple((level.unit, level.first) for level in levels if is_part_of_work(level.unit))
