"""Identifiers as headers write them: bare, with a prefix, or as an address."""

import re
from collections.abc import Iterable
from urllib.parse import quote, unquote

from ibidem.record.model import Identifier

_DOI = r"10\.\d{4,9}(?:\.\d+)*/\S+"
_ISNI = r"\d{4}[\s-]?\d{4}[\s-]?\d{4}[\s-]?\d{3}[\dX]"
_GND = r"\d{1,10}-?[\dX]"
# scheme, and its form inside an address, in which the first group is the identifier
_ADDRESSES = [
    ("doi", rf"(?:dx\.)?doi\.org/({_DOI})"),
    ("orcid", r"orcid\.org/(\d{4}-\d{4}-\d{4}-\d{3}[\dX])"),
    ("gnd", rf"d-nb\.info/gnd/({_GND})"),
    ("viaf", r"viaf\.org/viaf/(\d+)"),
    ("wikidata", r"wikidata\.org/(?:wiki|entity)/([QP]\d+)"),
    ("isni", rf"isni\.org/(?:isni/|page/)?({_ISNI})"),
    ("ror", r"ror\.org/(0[a-hj-km-np-tv-z0-9]{6}\d{2})"),
    ("handle", r"hdl\.handle\.net/([\w.\-]+/\S+)"),
    ("urn", r"nbn-resolving\.(?:org|de)/(?:gui/)?(urn:[a-z0-9][a-z0-9-]+:\S+)"),
    ("urn", r"n2t\.net/(urn:[a-z0-9][a-z0-9-]+:\S+)"),
]


def _rest(form: str) -> str:
    """What may follow an identifier in an address: nothing where it is of any characters, else a path, a query or a fragment."""
    return "/?" if r"\S" in form else r"(?:[/?#].*)?"


_BY_ADDRESS = [
    (scheme, re.compile(rf"https?://(?:www\.)?{form}{_rest(form)}", re.IGNORECASE | re.ASCII))
    for scheme, form in _ADDRESSES
]
# what a bare value must look like under the name of its scheme
_FORMS = {
    "doi": re.compile(_DOI),
    "orcid": re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]"),
    "gnd": re.compile(_GND),
    "viaf": re.compile(r"\d+"),
    "wikidata": re.compile(r"[QP]\d+"),
    "isni": re.compile(_ISNI),
    "ror": re.compile(r"0[a-hj-km-np-tv-z0-9]{6}\d{2}"),
    "handle": re.compile(r"[\w.\-]+/\S+"),
    "urn": re.compile(r"urn:[a-z0-9][a-z0-9-]+:\S+", re.IGNORECASE),
    "isbn": re.compile(r"(?:97[89][\s-]?)?(?:\d[\s-]?){9}[\dX]", re.IGNORECASE),
    "issn": re.compile(r"\d{4}-?\d{3}[\dX]", re.IGNORECASE),
    "url": re.compile(r"https?://[^\s/]\S*", re.IGNORECASE),
}
# other words for a scheme in `idno/@type`
_NAMES = {
    "pnd": "gnd", "gkd": "gnd", "hdl": "handle", "epic": "handle", "uri": "url", "web": "url", "urlweb": "url", "urlxml": "url", "urlhtml": "url",
    "website": "url", "purl": "url", "permalink": "url", "urn:nbn": "urn", "urn-nbn": "urn", "nbn": "urn", "isbn-13": "isbn", "isbn-10": "isbn",
    "isbn13": "isbn", "isbn10": "isbn", "eisbn": "isbn", "eissn": "issn", "e-issn": "issn", "wikidataid": "wikidata", "wd": "wikidata",
}  # fmt: skip
_RESOLVERS = {
    "doi": "https://doi.org/",
    "orcid": "https://orcid.org/",
    "gnd": "https://d-nb.info/gnd/",
    "viaf": "https://viaf.org/viaf/",
    "wikidata": "https://www.wikidata.org/entity/",
    "isni": "https://isni.org/isni/",
    "ror": "https://ror.org/",
    "handle": "https://hdl.handle.net/",
    "url": "",
}
_PREFIXED = re.compile(
    r"(?:info:)?(doi|hdl|handle|orcid|gnd|pnd|viaf|wikidata|isni|ror|isbn|issn)\s*[:/]\s*(.+)", re.IGNORECASE
)


def identifier_of(text: str, name: str = "") -> Identifier | None:
    """What an identifier is, from its text and the name of its scheme (`idno/@type`); None where there is no text.

    A value that does not have the form of its scheme is of no known scheme: it keeps its words.
    """
    value = " ".join(text.split())
    if not value:
        return None
    named = name.strip().casefold()
    named = _NAMES.get(named, named)
    if (found := _by_address(value)) is not None:
        return found
    if (prefixed := _PREFIXED.fullmatch(value)) is not None:
        scheme = _NAMES.get(prefixed[1].casefold(), prefixed[1].casefold())
        if _FORMS[scheme].fullmatch(prefixed[2]):
            return _made(scheme, prefixed[2])
    for scheme in [named] if named in _FORMS else ["urn", "url"] + ([] if named else ["doi"]):
        if _FORMS[scheme].fullmatch(value):
            return _made(scheme, value)
    if named in ("url", "urn"):  # a PURL may be a URN, and a URN may be written as an address
        return next((_made(scheme, value) for scheme in ("url", "urn") if _FORMS[scheme].fullmatch(value)), None) or (
            Identifier("", value, label=name.strip())
        )
    return Identifier("", value, label=name.strip())


def identifiers_of(pairs: Iterable[tuple[str, str]]) -> tuple[Identifier, ...]:
    """The identifiers in pairs of text and name, in order, each once."""
    found: dict[tuple[str, str], Identifier] = {}
    for text, name in pairs:
        if (one := identifier_of(text, name)) is not None:
            found.setdefault((one.scheme, one.value.casefold()), one)
    return tuple(found.values())


def is_address(text: str) -> bool:
    """Whether a text is an address of the web."""
    return _FORMS["url"].fullmatch(text) is not None


def _by_address(value: str) -> Identifier | None:
    for scheme, form in _BY_ADDRESS:
        if (match := form.fullmatch(value)) is not None:
            return _made(scheme, unquote(match[1]) if scheme in ("doi", "handle") else match[1])
    return None


def _made(scheme: str, value: str) -> Identifier:
    """An identifier in the form that its registry gives it."""
    if scheme == "isni":
        value = re.sub(r"[\s-]", "", value)
    elif scheme == "issn":
        digits = value.replace("-", "").upper()
        value = f"{digits[:4]}-{digits[4:]}"
    elif scheme == "isbn":
        value = re.sub(r"\s", "", value).upper()
    elif scheme == "doi":
        value = value.rstrip(".,;")
    if scheme == "urn":
        german = value.casefold().startswith("urn:nbn:de:")
        return Identifier("urn", value, f"https://nbn-resolving.org/{value}" if german else "")
    if scheme not in _RESOLVERS:
        return Identifier(scheme, value)
    path = quote(value, safe="/:;()._-~!$&'*+,=@") if scheme in ("doi", "handle") else value
    return Identifier(scheme, value, f"{_RESOLVERS[scheme]}{path}")
