"""From a teiHeader to a record: what it says, in whatever dialect of TEI it says it; what it does not say stays empty."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ibidem.edition import Edition
from ibidem.reading.read import Source
from ibidem.record.agents import agents, contributions, issuers, name_at
from ibidem.record.dates import date_of, published
from ibidem.record.entries import addresses
from ibidem.record.identifiers import identifiers_of
from ibidem.record.languages import languages_of, tag_of
from ibidem.record.licences import licences_in, rights_in
from ibidem.record.model import Agent, AgentKind, Change, Contribution, Funding, Identifier, Licence, Record, Words
from ibidem.record.related import related_of
from ibidem.record.subjects import subjects_of
from ibidem.record.titles import titles_of
from ibidem.record.unite import record_of_edition
from ibidem.tree import TEI, Element, text_of, without

__all__ = ["record_of", "record_of_edition"]

_HEADER = "/*/t:teiHeader"
# who comes first as creator under each setting, by the codes of MARC relators
_FIRST = {"author": (("aut", "cre"), ("edt",), ("pdr",)), "editor": (("edt",), ("pdr",), ("aut", "cre"))}
_OF_OTHERS = frozenset(
    TEI + name for name in ("publisher", "distributor", "authority", "orgName", "persName", "availability")
)


def record_of(source: Source, edition: Edition) -> Record:
    """The record of one text."""
    return _Header(source, edition).record()


@dataclass(frozen=True, eq=False)
class _Header:
    source: Source
    edition: Edition

    def record(self) -> Record:
        settings = self.edition.record
        languages = languages_of(self.source.root)
        creators, contributors = self._people()
        licence = self._licence()
        identifiers = self._identifiers()
        address = next((one.value for one in identifiers if one.scheme == "url"), "")
        name = self.source.path.stem
        return Record(
            id=name,
            titles=next((titles_of(each, next(iter(languages), "")) for each in self._all("fileDesc/t:titleStmt")), ()),
            creators=creators,
            contributors=contributors,
            publisher=self._publisher(),
            date=next(filter(None, map(published, self._all("fileDesc/t:publicationStmt"))), "")
            or self._date_of_edition(),
            version=self._version(),
            licence=licence,
            rights=tuple(dict.fromkeys(words for each in self._availability() for words in rights_in(each, licence))),
            languages=languages,
            abstracts=tuple(self._abstracts()),
            subjects=subjects_of(self.source, self.edition.root),
            funding=tuple(dict.fromkeys(self._funding())),
            extent=tuple(self._extent()),
            identifiers=identifiers,
            related=related_of(self.source),
            changes=tuple(self._changes()),
            url=f"{settings.url}{name}/" if settings.url else address,
            contact=settings.contact,
        )

    def _all(self, path: str) -> list[Element]:
        return self.source.find(f"{_HEADER}/t:{path}")

    def _people(self) -> tuple[tuple[Contribution, ...], tuple[Contribution, ...]]:
        """Creators and contributors, as the setting of the edition has it; where those that it names are missing, the next."""
        everyone = tuple(dict.fromkeys(self._contributions()))
        for roles in _FIRST[self.edition.record.creators]:
            if creators := tuple(one for one in everyone if one.role in roles):
                return creators, tuple(one for one in everyone if one not in creators)
        return (), everyone

    def _contributions(self) -> Iterator[Contribution]:
        usual = {"author": "aut", "editor": "edt", "principal": "pdr", "sponsor": "spn", "respStmt": "ctb"}
        for name, role in usual.items():
            for statement in ("titleStmt", "editionStmt"):
                for element in self._all(f"fileDesc/t:{statement}/t:{name}"):
                    yield from contributions(element, self.source, self.edition.root, role)
        yield from self._issuers()[1:]

    def _issuers(self) -> list[Contribution]:
        """Those who bring the text out, the publisher first."""
        roles = {"publisher": "pbl", "authority": "isb", "distributor": "dst"}
        found = [
            one
            for name, role in roles.items()
            for element in self._all(f"fileDesc/t:publicationStmt//t:{name}")
            for one in issuers(element, self.source, self.edition.root, role)
        ]
        return sorted(found, key=lambda one: one.role not in roles.values())

    def _publisher(self) -> Agent | None:
        named = next((one.agent for one in self._issuers()), None)
        setting = self.edition.record.publisher
        return named or (Agent(setting, AgentKind.ORGANIZATION) if setting else None)

    def _date_of_edition(self) -> str:
        return next(filter(None, map(date_of, self._all("fileDesc/t:editionStmt//t:date"))), "")

    def _version(self) -> str:
        """`revisionDesc/@n`, else `edition/@n`, else `@n` of the newest change."""
        stated = [*self._all("revisionDesc"), *self._all("fileDesc/t:editionStmt/t:edition")]
        changes = [change for change in self._all("revisionDesc//t:change") if change.get("n")]
        newest = max(changes, key=date_of, default=None)
        found = [*(element.get("n", "") for element in stated), newest.get("n", "") if newest is not None else ""]
        return next(filter(None, map(str.strip, found)), "")

    def _availability(self) -> list[Element]:
        return self._all("fileDesc/t:publicationStmt//t:availability")

    def _licence(self) -> Licence | None:
        statements = (it for each in self._availability() for it in licences_in(each))
        return next((it.licence for it in statements if it.licence), None)

    def _abstracts(self) -> Iterator[Words]:
        for element in [
            *self._all("profileDesc/t:abstract"),
            *self._all("fileDesc/t:notesStmt/t:note[@type='abstract' or @type='summary']"),
        ]:
            if text := text_of(element):
                yield Words(text, tag_of(element))

    def _funding(self) -> Iterator[Funding]:
        """Who paid, each with its awards: the numbers in a `funder` that are none of its own."""
        for element in self._all("fileDesc/t:titleStmt/t:funder"):
            numbers = identifiers_of((text_of(idno), idno.get("type", "")) for idno in element.iter(TEI + "idno"))
            awards = [one for one in numbers if one.scheme in ("", "url")]
            for agent in agents(element, self.source, self.edition.root, AgentKind.ORGANIZATION):
                own = tuple(one for one in agent.identifiers if one.scheme and one not in awards)
                funder = replace(agent, identifiers=own)
                yield from (Funding(funder, award.value) for award in awards)
                if not awards:
                    yield Funding(funder)

    def _extent(self) -> Iterator[str]:
        for extent in self._all("fileDesc/t:extent"):
            for element in list(extent.iterchildren(TEI + "measure")) or [extent]:
                number = text_of(element) or element.get("quantity", "")
                unit = element.get("unit") or element.get("type") or ""
                if number:
                    yield f"{number} {unit}".strip() if number.replace(".", "").isdecimal() else number

    def _identifiers(self) -> tuple[Identifier, ...]:
        pairs = [
            (text_of(idno), idno.get("type", ""))
            for idno in self._all("fileDesc/t:publicationStmt//t:idno")
            if idno.find(TEI + "idno") is None and not any(parent.tag in _OF_OTHERS for parent in idno.iterancestors())
        ]
        return identifiers_of(pairs)

    def _changes(self) -> Iterator[Change]:
        for element in self._all("revisionDesc//t:change"):
            when = date_of(element) or next(filter(None, map(date_of, element.iter(TEI + "date"))), "")
            text = text_of(without(element, "date", "label"))
            if when or text:
                yield Change(when, text, self._who(element))

    def _who(self, change: Element) -> str:
        """Who made a change: those that its pointers name; what is no pointer is a name; without either, its label."""
        written = " ".join(change.get("who", "").split())
        if written and not re.search("[#:/]", written):
            return written
        named = [
            name_at(address, change, self.source, self.edition.root)
            for address in addresses(change, "who", self.source)
        ]
        return ", ".join(named or map(text_of, change.iterchildren(TEI + "label")))
