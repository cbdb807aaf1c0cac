"""Rules 1 to 6, 9 and 10: *Ibid.* and its kin, and authors who are not named again."""

from ibidem.citations.full import capitals_of
from ibidem.citations.model import Citation, Confidence, Kind, Scope
from ibidem.citations.names import CAPITALIZED, fold
from ibidem.citations.read import Draft
from ibidem.citations.rules import IBID, IDEM, Choice, Context, rule
from ibidem.citations.rules.places import accepts


@rule("10", IDEM)
def author_only(draft: Draft, context: Context) -> Choice | None:
    """*Ders.*, *idem* with a title of its own: only the author is repeated."""
    if draft.scope is not Scope.AUTHOR or context.last is None:
        return None
    near = context.earlier or (context.previous[-1][1] if context.previous else [])
    cited = near[-1] if near else None
    if cited is None:
        return None
    return Choice(
        (cited,), Confidence.HIGH, "{sign} stands for the author named in note {label} only: a title of its own follows"
    )


@rule("6", IBID, IDEM)
def by_name(draft: Draft, context: Context) -> Choice | None:
    """A name with the sign (*Redlich, ebd.*) means the last citation by that name; it may skip notes."""
    names = draft.left.names
    works = context.known.named(names) if names else []
    if not works:
        return _by_any_word(draft, context)
    for work in reversed(works):
        if accepts(work.latest, draft.levels):
            name = next(name for name in reversed(names) if name in work.names)
            return Choice(
                (work.latest,),
                Confidence.HIGH,
                f"{{sign}} with “{name.capitalize()}” stands for the last citation by that name, in note {{label}}",
            )
    return None


def _by_any_word(draft: Draft, context: Context) -> Choice | None:
    """A body or a siglum before the sign (*ACLEC, id.*), among the citations just before."""
    if not draft.left.names:
        return None
    near = [*_previous(context), *context.earlier]
    for name in reversed(draft.left.names):
        fitting = [cited for cited in near if name in capitals_of(cited) and accepts(cited, draft.levels)]
        if fitting and len(near) > 1:
            return Choice(
                (fitting[-1],),
                Confidence.HIGH,
                f"{{sign}} with “{name.capitalize()}” stands for the citation with that word in note {{label}}",
            )
    return None


@rule("1", IBID, IDEM)
def same_note(draft: Draft, context: Context) -> Choice | None:
    """A citation that precedes it in the same note: the last one."""
    fitting = [cited for cited in context.earlier if accepts(cited, draft.levels)]
    if draft.scope is Scope.CONTAINER:  # *Stone, ‘Judges’ in id.*: not the chapter just named
        fitting = [cited for cited in fitting if cited is not context.leading]
    if not fitting:
        return None
    return Choice((fitting[-1],), Confidence.HIGH, "{sign} stands for the citation before it in the same note")


@rule("4", IBID)
def labelled_parts(draft: Draft, context: Context) -> Choice | None:
    """One sign followed by parts labelled with words of two citations of the previous note: both works."""
    cited = _previous(context)
    if len(cited) < 2 or draft.kind is not Kind.IBID:
        return None
    rest = context.note.text[draft.end : draft.end + 200]
    named = {fold(word) for word in CAPITALIZED.findall(rest)}
    if len(named) < 2:
        return None
    shared = frozenset.intersection(*(each.words | frozenset(each.names) for each in cited))
    meant = [each for each in cited if named & ((each.words | frozenset(each.names)) - shared)]
    if len(meant) < 2:
        return None
    return Choice(
        tuple(meant),
        Confidence.MEDIUM,
        "{sign} stands for both citations of note {label}: its parts are labelled with words of each",
    )


@rule("2", IBID, IDEM)
def previous_note(draft: Draft, context: Context) -> Choice | None:
    """The previous note has one citation: that one."""
    cited = _previous(context)
    if len(cited) != 1 or not accepts(cited[0], draft.levels):
        return None
    return Choice((cited[0],), Confidence.HIGH, "{sign} stands for the one citation of note {label}, just before")


@rule("3", IBID, IDEM)
def last_of_several(draft: Draft, context: Context) -> Choice | None:
    """The previous note has two or more: the one named in the text before the call, or the last that can have the place; the others are listed."""
    cited = _previous(context)
    fitting = [each for each in cited if accepts(each, draft.levels)]
    if len(cited) < 2 or not fitting:
        return None
    spoken = {fold(name) for name in CAPITALIZED.findall(context.note.context[-200:])}
    named = [each for each in fitting if spoken.intersection(each.names)]
    if len(named) == 1 and len(fitting) > 1:
        meant, why = named[0], "the one that the text before the note names"
    else:
        meant, why = fitting[-1], "the last of several"
    others = tuple(each for each in cited if each is not meant)
    return Choice(
        (meant,), Confidence.MEDIUM, f"{{sign}} stands for {why} that note {{label}}, just before, cites", others
    )


@rule("5", IBID, IDEM)
def over_comments(draft: Draft, context: Context) -> Choice | None:
    """The previous note is comment only: the nearest earlier note with a citation."""
    if not context.previous or context.previous[-1][1]:
        return None
    note, cited = context.previous[0]
    fitting = [each for each in cited if accepts(each, draft.levels)]
    if not fitting:
        return None
    passed = context.note.order - note.order - 1
    between = "the note between cites nothing" if passed == 1 else f"the {passed} notes between cite nothing"
    return Choice(
        (fitting[-1],),
        Confidence.MEDIUM,
        f"{{sign}} stands for the citation of note {{label}}, the nearest with one: {between}",
    )


@rule("8", IBID)
def nearest_archive(draft: Draft, context: Context) -> Choice | None:
    """A part of an archive's path cannot belong to the printed work just before: the archive cited last is meant."""
    cited = context.last_archival
    if cited is None or not draft.levels or not accepts(cited, draft.levels):
        return None
    return Choice(
        (cited,),
        Confidence.MEDIUM,
        "{sign} names part of an archive, which the citations just before cannot have: it stands for the archive of note {label}",
    )


def _previous(context: Context) -> list[Citation]:
    return context.previous[-1][1] if context.previous else []
