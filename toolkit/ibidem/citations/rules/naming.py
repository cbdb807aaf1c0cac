"""Rules 12 to 17: *op. cit.*, *loc. cit.*, *supra note 5*: a work cited further back, by its author, a title, or the number of a note."""

from ibidem.citations.full import capitals_of
from ibidem.citations.locator import any_archival
from ibidem.citations.model import Citation, Confidence, Kind, Note, Work
from ibidem.citations.names import CAPITALIZED, WORD, fold
from ibidem.citations.read import Draft
from ibidem.citations.rules import OPCIT, POINTER, Choice, Context, rule
from ibidem.citations.rules.places import accepts
from ibidem.citations.works import share


@rule("16", OPCIT, POINTER)
def pointed_at(draft: Draft, context: Context) -> Choice | None:
    """The note that a pointer names has a citation by the name given (or one citation, where no name is given)."""
    if not draft.pointer:
        return None
    note = context.labels.get(draft.pointer[0])
    if note is None or note.order > context.note.order:
        return None
    return _in_note(draft, context, note)


def _in_note(draft: Draft, context: Context, note: Note) -> Choice | None:
    cited = list(context.earlier if note is context.note else note.citations)
    names = draft.left.names or draft.left.lead
    if not names:
        if len(cited) == 1 or (draft.same_author and cited):
            return Choice(
                (cited[0],), Confidence.HIGH, "the pointer leads to the citation of note {label}", target=note
            )
        return (
            Choice(
                (),
                Confidence.MEDIUM,
                f"the pointer leads to note {note.label}, which cites several works",
                tuple(cited),
                note,
            )
            if cited
            else None
        )
    found = _by_names(names, draft, cited)
    if found is not None:
        shift_by(context, 0)
        return Choice(
            (found,), Confidence.HIGH, "the pointer leads to note {label}, which cites a work by that name", target=note
        )
    spoken = {fold(word) for word in CAPITALIZED.findall(note.text)}
    if cited and spoken.intersection(names):
        return Choice(
            (cited[-1],), Confidence.MEDIUM, "the pointer leads to note {label}, where the name stands", target=note
        )
    return None


def _by_names(names: tuple[str, ...], draft: Draft, cited: list[Citation]) -> Citation | None:
    strong = [each for each in cited if each.entry is not None and set(names).intersection(each.entry.names)]
    weak = strong or [each for each in cited if set(names).intersection(capitals_of(each))]
    weak = weak or [
        each for each in cited if each.entry is not None and set(names).intersection(capitals_of(each.entry.full))
    ]
    if len(weak) > 1 and draft.year:
        weak = [each for each in weak if each.entry is not None and draft.year in each.entry.full.text] or weak
    if len(weak) > 1 and draft.left.words:
        weak.sort(key=lambda each: share(draft.left.words, each.entry) if each.entry else 0)
    if len(weak) > 1:
        weak.sort(key=lambda each: len(set(names).intersection(each.entry.names)) if each.entry else 0)
    return weak[-1] if weak else None


@rule("17", OPCIT, POINTER)
def near_the_pointer(draft: Draft, context: Context) -> Choice | None:
    """The note pointed at does not have it: a note as far off as other pointers of this text were, or the next one, or the whole text."""
    names = draft.left.names or draft.left.lead
    if not draft.pointer or not names:
        return None
    label = draft.pointer[0]
    base = context.labels.get(label)
    usual = sorted((shift for shift in context.shifts if shift), key=lambda shift: -context.shifts[shift])
    for shift in (*usual[:2], 1, -1):
        order = (base.order if base else 0) + shift
        if base is None or not 0 < order <= len(context.notes) or order >= context.note.order:
            continue
        note = context.notes[order - 1]
        if note.chapter != context.note.chapter:
            continue
        found = _by_names(names, draft, list(note.citations))
        if found is not None:
            shift_by(context, shift)
            return Choice(
                (found,),
                Confidence.LOW,
                f"note {label} does not cite a work by that name, but note {{label}} does: the pointer is stale",
            )
    works = context.known.named(names)
    if not works:
        return None
    work = _most_alike(works, draft)
    return Choice(
        (work.full,),
        Confidence.LOW,
        f"note {label} does not cite a work by that name; the work of note {{label}} does: the pointer is stale",
        tuple(other.full for other in works if other is not work),
    )


def shift_by(context: Context, shift: int) -> None:
    context.shifts[shift] = context.shifts.get(shift, 0) + 1


@rule("12", OPCIT, POINTER)
def one_work(draft: Draft, context: Context) -> Choice | None:
    """A name that has one work in this text: that work."""
    works = _works(draft, context)
    if len(works) != 1:
        return None
    return Choice(
        (_cited(works[0], draft),),
        Confidence.HIGH,
        "{sign} stands for the one work by that name that this text cites, in full in note {label}",
    )


@rule("13", OPCIT, POINTER)
def one_of_several(draft: Draft, context: Context) -> Choice | None:
    """A name that has several works: the title decides, then what *op. cit.* with this name has meant so far, then the latest."""
    works = _works(draft, context)
    if len(works) < 2:
        return None
    others = tuple(works)
    best = max(share(draft.left.words, work) for work in works) if draft.left.words else 0
    if best >= 0.5:
        fitting = [work for work in works if share(draft.left.words, work) == best]
        if len(fitting) == 1:
            return Choice(
                (_cited(fitting[0], draft),),
                Confidence.HIGH,
                "{sign} stands for the work whose title is given, cited in full in note {label}",
            )
        works = fitting
    for name in reversed(draft.left.names):
        usual = context.known.usual.get(name)
        if usual is not None and usual in works:
            return Choice(
                (_cited(usual, draft),),
                Confidence.MEDIUM,
                "{sign} has meant this work whenever it stood with this name, cited in full in note {label}",
                _without(others, usual),
            )
    return Choice(
        (_cited(works[-1], draft),),
        Confidence.LOW,
        "{sign} stands for the work by that name that was cited last, in full in note {label}",
        _without(others, works[-1]),
    )


def _cited(work: Work, draft: Draft) -> Citation:
    """The citation that a name leads to: the full one; for *loc. cit.* without a place the last one, whose place it repeats."""
    return work.latest if draft.kind is Kind.LOCCIT and not draft.levels else work.full


def _is_printed(cited: Citation) -> bool:
    """Whether a citation is of a work (*op. cit.* is never said of papers in an archive)."""
    return not any_archival(cited.place)


def _without(works: tuple[Work, ...], meant: Work) -> tuple[Citation, ...]:
    return tuple(work.full for work in works if work is not meant)


def _works(draft: Draft, context: Context) -> list[Work]:
    """The works by the names that stand with a sign: directly before it, or opening its piece before a title."""
    known = context.known
    works = known.named(draft.left.names)
    lead = known.named(draft.left.lead)
    if lead and (not works or max(share(draft.left.words, work) for work in lead) >= 0.5):
        works = lead
    if draft.year:
        works = [work for work in works if draft.year in work.full.text] or works
    if works:
        return [work for work in works if accepts(work.latest, draft.levels)]
    wanted = [*draft.left.lead, *draft.left.names]
    if not wanted:
        return []
    alike = [work for work in known.worded(wanted) if share([*draft.left.names, *draft.left.words], work) >= 0.75]
    return alike if len(alike) == 1 else []


def _most_alike(works: list[Work], draft: Draft) -> Work:
    return max(works, key=lambda work: share(draft.left.words, work)) if draft.left.words else works[-1]


@rule("22", OPCIT)
def by_title(draft: Draft, context: Context) -> Choice | None:
    """A title without an author (*Storia della tradizione, cit.*): the work that has its words."""
    words = [word for word in WORD.findall(draft.left.title.casefold()) if len(word) > 3]
    if draft.pointer or not words:
        return None
    spoken = [fold(word) for word in CAPITALIZED.findall(draft.left.title)]
    works = [work for work in context.known.worded(spoken) if share(words, work) >= 0.8]
    if not works:
        return None
    works.sort(key=lambda work: work.latest.note)
    return Choice(
        (works[-1].full,),
        Confidence.MEDIUM,
        "{sign} stands for the work whose title is given, cited in full in note {label}",
        _without(tuple(works), works[-1]),
    )


@rule("14", OPCIT)
def without_name(draft: Draft, context: Context) -> Choice | None:
    """No name: the author named in the text before the call, or the citation just before."""
    if draft.pointer or draft.kind is Kind.SUPRA or (draft.left.names and not _is_noun(draft, context)):
        return None
    if draft.left.lead and not draft.left.names and draft.left.words:
        return None
    text = context.note.text
    for spoken, where in (
        (text[max(0, draft.sign_start - 80) : draft.sign_start], "the note names before it"),
        (context.note.context[-200:], "the text before the note names"),
    ):
        works = context.known.named([fold(name) for name in CAPITALIZED.findall(spoken)][-4:])
        if works and not context.earlier:
            return Choice(
                (_cited(works[-1], draft),),
                Confidence.MEDIUM,
                f"{{sign}} stands for the work by the author whom {where}, cited in note {{label}}",
            )
    near = context.earlier or (context.previous[-1][1] if context.previous else [])
    fitting = [cited for cited in near if accepts(cited, draft.levels) and _is_printed(cited)]
    which = "citation just before"
    if not fitting and (last := context.last_full) is not None and accepts(last, draft.levels) and _is_printed(last):
        fitting, which = [last], "last full citation"
    if not fitting:
        return None
    return Choice((fitting[-1],), Confidence.LOW, f"{{sign}} has no name and stands for the {which}, in note {{label}}")


def _is_noun(draft: Draft, context: Context) -> bool:
    """Whether the capitalized word before *a. a. O.* is a word of its sentence (*Das Zitat a. a. O.*), and no name."""
    return draft.kind is Kind.LOCCIT and context.note.text[draft.sign_start - 2 : draft.sign_start][:1].isalpha()
