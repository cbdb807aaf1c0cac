"""One pass from left to right through the notes: every short reference answered, and ready to serve as an antecedent."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from ibidem.citations.answering import answer_again, answer_draft, answer_found, answer_marked, path_key
from ibidem.citations.beside import cited_in
from ibidem.citations.full import capitals_of, full_citation, initials_of, quoted_in, titles_of, volume_of, year_in
from ibidem.citations.locator import any_archival, is_archival
from ibidem.citations.model import Answer, Citation, Level, Note, Work
from ibidem.citations.names import CAPITALS, has_person, words_in
from ibidem.citations.read import Draft, Part
from ibidem.citations.rules import Context
from ibidem.citations.short import shorts_in
from ibidem.citations.terms import Lexicon, lexicon
from ibidem.citations.works import Known, share

_PARTIES = re.compile(r"\sv\.?\s")
# *Directive 99/1/EC on salt … (Salt Directive)*: a name in brackets at the end, of a word that stands before
_NAMED = re.compile(rf"\((?P<short>(?:[{CAPITALS}]\w+\s){{1,3}}(?P<noun>[{CAPITALS}]\w+))\)$")
Entries = dict[tuple[tuple[str, str], ...], str]


def resolve(
    notes: Sequence[Note], works: dict[str, tuple[Level, ...]] | None = None, words: Lexicon | None = None
) -> list[Answer]:
    """The answers to all short references of a text, in order; the citations found are entered in the notes.

    Linear in the number of notes. `works` names the units that the edition's own list has (by id, with the levels of their path), so that
    *Ibid., D. 40* finds its entry.
    """
    return Pass(
        notes, words or lexicon(), {path_key(levels): key for key, levels in (works or {}).items() if levels}
    ).run()


class Pass:
    """The state of the pass: what has been cited up to the note that is being read."""

    def __init__(self, notes: Sequence[Note], words: Lexicon, entries: Entries) -> None:
        self.notes, self.words, self.entries = notes, words, entries
        self.answers: list[Answer] = []
        self.known = Known()
        self.labels: dict[str, dict[str, Note]] = {}
        for note in notes:
            self.labels.setdefault(note.chapter, {}).setdefault(note.label, note)
        self.context = Context(Note(0, "", "", ""), known=self.known, notes=list(notes))
        self.found: list[Citation] = []
        self._archive: Work | None = None

    def run(self) -> list[Answer]:
        chapter = None
        for note in self.notes:
            context = self.context
            if note.chapter != chapter:  # rule 24: ibid never crosses a chapter
                chapter = note.chapter
                context.previous, context.last, context.last_full, context.last_archival = [], None, None, None
                context.labels, context.shifts, self._archive = self.labels[chapter], {}, None
            context.note, context.earlier, self.found = note, [], []
            for item in () if note.silent else cited_in(note, self.words):
                if isinstance(item, Citation):
                    self._marked(item)
                elif item.draft is not None:
                    self._draft(item.draft)
                else:
                    self._plain(item)
            note.citations = tuple(self.found)
            # Only the stretch back to the last note that cites something is ever looked at again.
            if context.earlier:
                context.previous = []
            elif len(context.previous) > 1:
                context.previous.pop()  # of notes without a citation, the last one tells that they are there
            context.previous.append((note, context.earlier))
        return self.answers

    def _id(self) -> str:
        note = self.context.note
        given = {citation.id for citation in note.marked}
        numbers = count(len(self.found) + 1)
        return next(key for number in numbers if (key := f"{note.prefix or note.id}.b{number}") not in given)

    def _marked(self, citation: Citation) -> None:
        self.found.append(citation)
        if not citation.is_short:
            self._register(citation)
            return
        answer = answer_marked(citation, self.context, self.words, self.entries, self._archive)
        if answer is not None:
            self.answers.append(answer)
        if citation.entry is None and citation.decided:
            self._register(citation)  # the editor knows what it stands for, whatever its words say
        else:
            self._cite(citation)

    def _draft(self, draft: Draft) -> None:
        answer = answer_draft(draft, self.context, self._id(), self.entries)
        if answer is None:
            return
        self.found.append(answer.reference)
        if draft.titled and answer.antecedent is not None:
            answer = self._titled(draft, answer, answer.antecedent)
        else:
            self._cite(answer.reference)
        self.answers.append(answer)

    def _titled(self, draft: Draft, answer: Answer, author: Citation) -> Answer:
        """*Ders., Neuer Titel (Wien 1958)*: a work of its own by the author inherited."""
        names = author.entry.names if author.entry is not None else author.names
        citation = answer.reference
        note, start = self.context.note, draft.sign_start + len(draft.sign)
        whole = full_citation(
            note.text, Part(start, draft.rest, draft.marks), self.words, note.order, citation.id, sure=True
        )
        if whole is None:
            return answer
        if not year_in(whole.text):
            again = next(
                (work for work in reversed(self.known.named(names)) if share(_title(whole), work) >= 0.8), None
            )
            if again is not None:  # *Ders., Rechtssoziologie, S. 80*: a work cited before
                answer = answer_again(citation, whole.place, again, self.context, self.entries)
                self._cite(citation)
                return answer
        whole.names = names
        whole.label = f"{names[-1].capitalize()}, {whole.label}" if names else whole.label
        whole.titled = True
        self._register(whole)
        citation.entry, self.context.leading = whole.entry, whole
        return replace(answer, levels=whole.place)

    def _plain(self, part: Part) -> None:
        note, at = self.context.note, part.start
        if not part.siglum and not part.leads:
            for found in shorts_in(note.text, part, self.known, self.words, self._archive):
                leads = found.how in ("siglum", "initials", "inside") and has_person(note.text[at : found.start])
                self._full(Part(at, found.start, part.marks, leads=leads))
                answer = answer_found(found, note.text, self.context, self._id(), self.entries)
                self.answers.append(answer)
                self.found.append(answer.reference)
                self._cite(answer.reference)
                at = found.end
        if at > part.start:
            part = Part(at, part.end, part.marks, siglum=part.siglum, follows=True, leads=part.leads)
        self._full(part)

    def _full(self, part: Part) -> None:
        """What a stretch of plain words cites in full: one work, or one that another is quoted in."""
        quoted = quoted_in(self.context.note.text, part, self.words)
        if quoted is None:
            self._one(part)
            return
        outer, inner, aside = quoted
        self._one(outer)
        context = self.context
        held = context.last, context.last_full, context.last_archival, len(context.earlier)
        self._one(inner)
        if aside:  # what stands in brackets does not come between a citation and its *ibid.*
            context.last, context.last_full, context.last_archival = held[:3]
            del context.earlier[held[3] :]

    def _one(self, part: Part) -> None:
        note = self.context.note
        if part.end - part.start < 6:
            return
        citation = full_citation(
            note.text, part, self.words, note.order, self._id(), sure=part.leads or bool(part.siglum)
        )
        if citation is None:
            return
        self.found.append(citation)
        self._register(citation)
        self.context.leading = citation if part.leads else None
        named = _NAMED.search(citation.text)
        if part.siglum and citation.entry is not None:
            self.known.declare(part.siglum, citation.entry)
        elif named is not None and citation.entry is not None and named["noun"] in citation.text[: named.start()]:
            self.known.declare(named["short"], citation.entry)

    def _register(self, citation: Citation) -> None:
        """Enter a full citation: a new work, or one that was cited in full before."""
        if not citation.place:
            citation.place = citation.levels
        work = self._again(citation)
        if work is None:
            titled = (
                citation.titled or words_in(citation.label) - set(citation.names) or _PARTIES.search(citation.label)
            )
            names = citation.names if titled else ()  # *Labbe, tom. VII* is short itself
            work = Work(citation, citation, names, citation.words, volume_of(citation))
            self.known.add(work, capitals_of(citation), titles_of(citation), initials_of(citation))
        else:
            self.known.entitle(work, titles_of(citation))
        citation.entry = work
        self.context.last_full = citation
        if citation.place and is_archival(citation.place[0].unit) and citation.start + 3 < citation.place[0].start:
            self._archive = work
        self._cite(citation)

    def _again(self, citation: Citation) -> Work | None:
        works = self.known.named(citation.names) if len(citation.words) > 2 else []
        volume = volume_of(citation) if works else ""
        for work in reversed(works):
            if work.full.work == citation.work and work.volume == volume:
                alike = len(citation.words & work.words) / min(len(citation.words), len(work.words) or 1)
                if alike >= 0.8 and set(work.names) & set(citation.names):
                    return work
        return None

    def _cite(self, citation: Citation) -> None:
        """Let a citation serve as antecedent."""
        context = self.context
        if citation.entry is None:
            return
        context.earlier.append(citation)
        context.last = citation
        if any_archival(citation.place):
            context.last_archival = citation
        self.known.cite(citation.entry, citation)


def _title(citation: Citation) -> frozenset[str]:
    return words_in(citation.label)
