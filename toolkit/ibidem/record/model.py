"""The values of a record. What the header does not say is "" or (); nothing is invented to fill a field."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Words:
    """Words in a language (BCP 47; "" where none is named)."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Subject(Words):
    """A keyword or a class: `scheme` is the name or address of the vocabulary that it is from, `url` its own address; "" where none is named."""

    scheme: str = ""
    url: str = ""


class TitleKind(StrEnum):
    """What a title is; the values are those that `title/@type` usually has."""

    MAIN = "main"
    SUB = "sub"
    ALTERNATIVE = "alt"
    TRANSLATED = "translated"


@dataclass(frozen=True, slots=True)
class Title:
    """One title."""

    text: str
    language: str = ""
    kind: TitleKind = TitleKind.MAIN


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier without its address: `scheme` is *doi*, *orcid*, *gnd*, *viaf*, *wikidata*, *isni*, *ror*, *urn*, *handle*, *isbn*, *issn*, *url* or "".

    `url` is the address by which it resolves; "" where it has none. `label` is the header's own word for a scheme that is none of these.
    """

    scheme: str
    value: str
    url: str = ""
    label: str = ""


class AgentKind(StrEnum):
    """Whether an agent is a person or an organization."""

    PERSON = "person"
    ORGANIZATION = "organization"


@dataclass(frozen=True, slots=True)
class Agent:
    """Who did something. `name` is as it is written; `family` and `given` are known only where it could be parted."""

    name: str
    kind: AgentKind = AgentKind.PERSON
    family: str = ""
    given: str = ""
    identifiers: tuple[Identifier, ...] = ()
    affiliation: str = ""

    @property
    def inverted(self) -> str:
        """*Family, Given*, as catalogues have it; the name as it is where it is not parted."""
        return f"{self.family}, {self.given}" if self.family and self.given else self.family or self.name


@dataclass(frozen=True, slots=True)
class Contribution:
    """An agent in a role: `role` is a code of MARC relators (*aut*, *edt*, *trl*, *mrk* …), `label` the header's own words for it."""

    agent: Agent
    role: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence by its SPDX identifier and its address, and in the header's own words."""

    spdx: str
    url: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Funding:
    """A funder and, where the header names it, the award."""

    funder: Agent
    award: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One step of `revisionDesc`: `when` is of ISO 8601."""

    when: str
    text: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class Related:
    """Another thing and what it is to this one: `relation` is of DataCite (*IsDerivedFrom*, *References*, *IsPartOf* …).

    `text` is the reference as printed; `identifier` is there where the header gives one.
    """

    relation: str
    text: str
    identifier: Identifier | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of an edition, or of one text in it.

    `date` (ISO 8601) is that of publication; `languages` are of BCP 47, the language of the text first; `id` is the name of the folder of
    its pages; `url` is the address at which it is published, from edition.toml or the header.
    """

    id: str
    titles: tuple[Title, ...] = ()
    creators: tuple[Contribution, ...] = ()
    contributors: tuple[Contribution, ...] = ()
    publisher: Agent | None = None
    date: str = ""
    version: str = ""
    licence: Licence | None = None
    rights: tuple[Words, ...] = ()
    languages: tuple[str, ...] = ()
    abstracts: tuple[Words, ...] = ()
    subjects: tuple[Subject, ...] = ()
    funding: tuple[Funding, ...] = ()
    extent: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    related: tuple[Related, ...] = ()
    changes: tuple[Change, ...] = ()
    url: str = ""
    contact: str = ""

    @property
    def title(self) -> str:
        """The main title."""
        return next((it.text for it in self.titles if it.kind is TitleKind.MAIN), "")

    @property
    def full_title(self) -> str:
        """The main title with its subtitles, parted by *: *."""
        return ": ".join(it.text for it in self.titles if it.kind in (TitleKind.MAIN, TitleKind.SUB))

    @property
    def year(self) -> str:
        """The year of publication."""
        return self.date[:4]

    def agents(self, *roles: str) -> tuple[Agent, ...]:
        """Who is named in one of some roles."""
        return tuple(one.agent for one in (*self.creators, *self.contributors) if one.role in roles)

    @property
    def holders(self) -> tuple[Agent, ...]:
        """Who holds the rights, as the header says."""
        return self.agents("cph", "rps")

    def identified(self, scheme: str) -> str:
        """The value of the first identifier of a scheme, or ""."""
        return next((it.value for it in self.identifiers if it.scheme == scheme), "")

    @property
    def address(self) -> str:
        """Where it is read: its own address, else that of the first identifier that has one."""
        return self.url or next((it.url for it in self.identifiers if it.url), "")
