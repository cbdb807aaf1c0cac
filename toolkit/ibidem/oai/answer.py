"""The answers of the protocol: the parameters of a request in, a document of XML out. An error of the protocol is an answer too."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ibidem.oai.formats import METADATA_FORMATS
from ibidem.oai.repository import Item, Repository
from ibidem.oai.tokens import Asked, BadToken, read_token, token
from ibidem.oai.xml import FORBIDDEN, XSI, element, said

NAMESPACE = "http://www.openarchives.org/OAI/2.0/"
_BYTES = 8_000_000  # after which a list goes on in the next answer, however few items it has
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SET = re.compile(r"[A-Za-z0-9_.!~*'()-]+(:[A-Za-z0-9_.!~*'()-]+)*")


class ProtocolError(Exception):
    """An error that the protocol names (section 3.6), and a sentence that says what is wrong."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of a verb; one that is `alone` stands without the others."""

    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    alone: str = ""


_LIST = Arguments(frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"}), "resumptionToken")
VERBS = {
    "Identify": Arguments(),
    "ListMetadataFormats": Arguments(optional=frozenset({"identifier"})),
    "ListSets": Arguments(alone="resumptionToken"),
    "ListIdentifiers": _LIST,
    "ListRecords": _LIST,
    "GetRecord": Arguments(required=frozenset({"identifier", "metadataPrefix"})),
}


def answer(
    repository: Repository, parameters: Iterable[tuple[str, str]], address: str, now: datetime, size: int
) -> str:
    """The answer to a request to `address` at a time (UTC), with at most `size` items of a list."""
    request = said("request", address)
    try:
        arguments = _checked(list(parameters))
        request = said("request", address, arguments)
        body = _body(repository, arguments, address, size)
    except ProtocolError as error:
        if error.code in ("badVerb", "badArgument"):  # then the arguments are not repeated (section 3.2)
            request = said("request", address)
        body = said("error", str(error), {"code": error.code})
    location = f"{NAMESPACE} {NAMESPACE}OAI-PMH.xsd"
    root = {"xmlns": NAMESPACE, "xmlns:xsi": XSI, "xsi:schemaLocation": location}
    head = said("responseDate", f"{now:%Y-%m-%dT%H:%M:%SZ}")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{element("OAI-PMH", head + request + body, root)}\n'


def _checked(parameters: Sequence[tuple[str, str]]) -> dict[str, str]:
    arguments = dict(parameters)
    verb = arguments.get("verb", "")
    if verb not in VERBS or sum(name == "verb" for name, _ in parameters) > 1:
        raise ProtocolError("badVerb", f"The verb must be one of {', '.join(VERBS)}, once.")
    expected, names = VERBS[verb], arguments.keys() - {"verb"}
    if len(arguments) < len(parameters):
        raise ProtocolError("badArgument", "An argument is given twice.")
    if any(map(FORBIDDEN.search, arguments.values())):
        raise ProtocolError("badArgument", "An argument has a character that XML does not know.")
    if expected.alone and expected.alone in names:
        if len(names) > 1:
            raise ProtocolError("badArgument", f"{expected.alone} stands without other arguments.")
        return arguments
    if unknown := names - expected.required - expected.optional:
        raise ProtocolError("badArgument", f"{verb} does not take {min(unknown)}.")
    if lacking := expected.required - names:
        raise ProtocolError("badArgument", f"{verb} needs {' and '.join(sorted(lacking))}.")
    return arguments


def _body(repository: Repository, arguments: dict[str, str], address: str, size: int) -> str:
    match arguments["verb"]:
        case "Identify":
            content = _identify(repository, address)
        case "ListMetadataFormats":
            if "identifier" in arguments:
                _item(repository, arguments["identifier"])
            content = "".join(metadata_format(prefix) for prefix in METADATA_FORMATS)
        case "ListSets":
            content = _sets(repository, arguments)
        case "GetRecord":
            item = _item(repository, arguments["identifier"])
            content = record(item, _prefix(arguments["metadataPrefix"]))
        case _:
            content = _list(repository, arguments, size)
    return element(arguments["verb"], content)


def _identify(repository: Repository, address: str) -> str:
    described = ""
    if repository.is_named and repository.items:
        namespace = f"{NAMESPACE}oai-identifier"
        scheme = [
            said("scheme", "oai"),
            said("repositoryIdentifier", repository.domain),
            said("delimiter", ":"),
            said("sampleIdentifier", repository.items[0].identifier),
        ]
        attributes = {"xmlns": namespace, "xsi:schemaLocation": f"{namespace} {namespace}.xsd"}
        described = element("description", element("oai-identifier", "".join(scheme), attributes))
    return identity(repository, address) + described


def identity(repository: Repository, address: str, prefix: str = "") -> str:
    """What a repository says of itself (section 4.2), each element with a prefix. Without an e-mail address it lacks what the protocol requires."""
    parts = {
        "repositoryName": repository.name,
        "baseURL": address,
        "protocolVersion": "2.0",
        "adminEmail": repository.email,
        "earliestDatestamp": repository.earliest,
        "deletedRecord": "no",
        "granularity": "YYYY-MM-DD",
    }
    return "".join(said(prefix + name, value) for name, value in parts.items() if value)


def metadata_format(name: str, prefix: str = "") -> str:
    """A format by its schema and its namespace."""
    each = METADATA_FORMATS[name]
    parts = {"metadataPrefix": each.prefix, "schema": each.schema, "metadataNamespace": each.namespace}
    return element(f"{prefix}metadataFormat", "".join(said(prefix + key, value) for key, value in parts.items()))


def _sets(repository: Repository, arguments: dict[str, str]) -> str:
    if "resumptionToken" in arguments:
        raise ProtocolError("badResumptionToken", "The list of sets is given as a whole.")
    _check_sets(repository)
    named = repository.sets.items()
    return "".join(element("set", said("setSpec", spec) + said("setName", name)) for spec, name in named)


def _check_sets(repository: Repository) -> None:
    if not repository.sets:
        raise ProtocolError("noSetHierarchy", "This repository has no sets.")


def _item(repository: Repository, identifier: str) -> Item:
    if identifier not in repository.named:
        raise ProtocolError("idDoesNotExist", f"There is no item {identifier}.")
    return repository.named[identifier]


def _prefix(name: str) -> str:
    if name not in METADATA_FORMATS:
        raise ProtocolError(
            "cannotDisseminateFormat", f"There is no format {name}. There are {', '.join(METADATA_FORMATS)}."
        )
    return name


def _asked(repository: Repository, arguments: dict[str, str]) -> Asked:
    """The list that is asked for, by its arguments or by a token."""
    verb = arguments["verb"]
    if "resumptionToken" in arguments:
        try:
            asked = read_token(arguments["resumptionToken"], repository.domain)
        except BadToken:
            raise ProtocolError("badResumptionToken", "This is no token of this repository.") from None
        if asked.verb != verb or asked.prefix not in METADATA_FORMATS:
            raise ProtocolError("badResumptionToken", f"This token is not one of {verb}.")
        return asked
    since, until = (_day(name, arguments[name]) if name in arguments else "" for name in ("from", "until"))
    if since and until and until < since:
        raise ProtocolError("badArgument", "until is before from.")
    if "set" in arguments:
        _check_sets(repository)
        if not _SET.fullmatch(arguments["set"]):
            raise ProtocolError("badArgument", "set is not the name of a set.")
    return Asked(verb, _prefix(arguments["metadataPrefix"]), since, until, arguments.get("set", ""))


def _day(name: str, text: str) -> str:
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise ProtocolError("badArgument", f"{name} must be a day, as 2026-11-24.")


def _list(repository: Repository, arguments: dict[str, str], size: int) -> str:
    asked = _asked(repository, arguments)
    items = [item for item in repository.items if _is_asked(item, asked)]
    if not items:
        raise ProtocolError("noRecordsMatch", "No record is of this set and of these dates.")
    start = bisect_right(items, asked.after, key=lambda item: item.key)
    written: list[str] = []
    length = 0
    for item in items[start : start + size]:
        written.append(header(item) if asked.verb == "ListIdentifiers" else record(item, asked.prefix))
        length += len(written[-1])
        if length > _BYTES:
            break
    end = start + len(written)
    if start == 0 and end == len(items):
        return "".join(written)
    state = {"completeListSize": str(len(items)), "cursor": str(start)}
    if end == len(items):
        return "".join(written) + element("resumptionToken", "", state)
    rest = Asked(asked.verb, asked.prefix, asked.since, asked.until, asked.set, items[end - 1].key)
    return "".join(written) + said("resumptionToken", token(rest, repository.domain), state)


def _is_asked(item: Item, asked: Asked) -> bool:
    return (
        (not asked.since or asked.since <= item.datestamp)
        and (not asked.until or item.datestamp <= asked.until)
        and (not asked.set or asked.set in item.sets)
    )


def header(item: Item, prefix: str = "", *, sets: bool = True) -> str:
    """The header of a record."""
    parts = [("identifier", item.identifier), ("datestamp", item.datestamp)]
    if sets:
        # of a set and the one that it is part of, the narrower is named
        specs = [spec for spec in item.sets if not any(other.startswith(spec + ":") for other in item.sets)]
        parts += [("setSpec", spec) for spec in specs]
    return element(f"{prefix}header", "".join(said(prefix + name, value) for name, value in parts))


def record(item: Item, name: str, prefix: str = "", *, sets: bool = True) -> str:
    """A record: its header, and the metadata in one format."""
    metadata = element(f"{prefix}metadata", METADATA_FORMATS[name].write(item.text))
    return element(f"{prefix}record", header(item, prefix, sets=sets) + metadata)
