"""Licences by their identifiers of SPDX: known by address, or by the identifier itself; never by what they are called."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from ibidem.record.identifiers import is_address
from ibidem.record.languages import tag_of
from ibidem.record.model import Licence, Words
from ibidem.resources import resource
from ibidem.tree import TEI, Element, text_of

_CC = re.compile(
    r"creativecommons\.org/licenses/([a-z-]+)/(\d\.\d)(?:/([a-z]{2,4}(?=/|$)))?(?:/(?:deed|legalcode)[\w.@-]*)?"
)
_PUBLIC = re.compile(r"creativecommons\.org/(?:publicdomain/)?(zero|mark)/1\.0(?:/(?:deed|legalcode)[\w.@-]*)?")
_STATEMENT = re.compile(r"https?://(?:www\.)?rightsstatements\.org/(?:vocab|page)/[A-Za-z-]+/\d\.\d/?(?:\?.*)?")
_PUBLIC_SPDX = {"zero": "CC0-1.0", "mark": "CC-PDM-1.0"}


@dataclass(frozen=True, slots=True)
class Statement:
    """One `licence`: what it says, its address, and what licence it is, if that is known."""

    element: Element
    address: str
    text: str
    licence: Licence | None


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resource("record/licences.toml").read_text(encoding="utf-8"))


@cache
def _known() -> tuple[dict[str, str], dict[str, str]]:
    """Identifiers by address, and by their own small letters."""
    data = _data()
    addresses = {address: spdx for spdx, each in data["addresses"].items() for address in each}
    cc = data["creative-commons"]
    made = [f"{kind}-{version}" for kind in cc["kinds"] for version in cc["versions"]] + cc["ports"]
    identifiers = {spdx.casefold(): spdx for spdx in (*data["addresses"], *_PUBLIC_SPDX.values())}
    return addresses, identifiers | {f"cc-{name}": f"CC-{name.upper()}" for name in made}


def is_known_to_cff(spdx: str) -> bool:
    """Whether the schema of CITATION.cff 1.2.0 has an identifier of ours."""
    return spdx not in _data()["citation-file-format"]["lacks"]


def licence_at(address: str) -> Licence | None:
    """The licence that an address is known for."""
    bare = re.sub(r"^https?://(?:www\.)?", "", address.strip().casefold()).rstrip("/")
    bare = re.sub(r"\.(?:html|txt|php|en\.html)$", "", bare.partition("#")[0].rstrip("/"))
    addresses, identifiers = _known()
    if (match := _CC.fullmatch(bare)) is not None:
        kind, version, port = match[1], match[2], match[3]
        name = f"cc-{kind}-{version}" + (f"-{port}" if port else "")
        if name not in identifiers:
            return None
        path = "/".join(filter(None, [kind, version, port]))
        return Licence(identifiers[name], f"https://creativecommons.org/licenses/{path}/")
    if (match := _PUBLIC.fullmatch(bare)) is not None:
        return Licence(_PUBLIC_SPDX[match[1]], f"https://creativecommons.org/publicdomain/{match[1]}/1.0/")
    return Licence(addresses[bare], address.strip()) if bare in addresses else None


def licence_named(text: str) -> Licence | None:
    """The licence whose identifier of SPDX, or whose address, a text is, and nothing else."""
    name = text.strip()
    if is_address(name):
        return licence_at(name)
    addresses, identifiers = _known()
    spdx = identifiers.get(name.casefold())
    if spdx is None:
        return None
    return Licence(spdx, _address(spdx) or next(f"https://{each}" for each, its in addresses.items() if its == spdx))


def _address(spdx: str) -> str:
    if public := next((kind for kind, its in _PUBLIC_SPDX.items() if its == spdx), ""):
        return f"https://creativecommons.org/publicdomain/{public}/1.0/"
    match = re.fullmatch(r"CC-(BY[A-Z-]*?)-(\d\.\d)(?:-([A-Z]+))?", spdx)
    path = "/".join(filter(None, (part and part.lower() for part in match.groups()))) if match else ""
    return f"https://creativecommons.org/licenses/{path}/" if path else ""


def is_rights_statement(address: str) -> bool:
    """Whether an address is of one of the statements of rightsstatements.org: no licence, and known to repositories all the same."""
    return _STATEMENT.fullmatch(address) is not None


def licences_in(availability: Element) -> Iterator[Statement]:
    """The licences of an `availability`: each `licence`; without one, a paragraph that is nothing but an address or an identifier."""
    elements = list(availability.iter(TEI + "licence"))
    for element in elements:
        text = text_of(element)
        address = element.get("target", "").split()[0] if element.get("target", "").split() else _address_in(element)
        found = licence_at(address) if address else licence_named(text)
        licence = Licence(found.spdx, found.url, text) if found else None
        yield Statement(element, address, text, licence)
    if not elements:
        for element in availability.iterchildren(TEI + "p", TEI + "ab"):
            text = text_of(element)
            address = _address_in(element)
            if (found := licence_named(text) or (licence_at(address) if address else None)) is not None:
                yield Statement(element, address, text, Licence(found.spdx, found.url, text))


def _address_in(element: Element) -> str:
    """The one address that an element links to, of a known licence if there is one."""
    links = [link.get("target", "") for link in element.iter(TEI + "ref", TEI + "ptr")]
    links = [link for link in links if is_address(link)]
    return next((link for link in links if licence_at(link)), links[0] if len(links) == 1 else "")


def rights_in(availability: Element, chosen: Licence | None) -> Iterator[Words]:
    """What an `availability` says in words: its paragraphs, and its licences but the one that was chosen."""
    licences = list(licences_in(availability))
    taken = {it.element for it in licences if it.licence == chosen and chosen is not None}
    for element in availability.iterchildren(TEI + "p", TEI + "ab", TEI + "licence"):
        if element in taken:
            continue
        address = next((it.address for it in licences if it.element is element), "")
        text = text_of(element)
        if address and address not in text:
            text = f"{text} ({address})" if text else address
        if text:
            yield Words(text, tag_of(element))
