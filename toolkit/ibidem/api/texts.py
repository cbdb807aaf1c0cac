"""Distributed Text Services over HTTP."""

from urllib.parse import quote

from lxml import etree
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ibidem.api.answers import as_json, problem, sent
from ibidem.api.library import Library
from ibidem.dts import answers
from ibidem.dts.catalogue import Resource
from ibidem.dts.extract import part, plain, written
from ibidem.dts.links import Query, Service
from ibidem.dts.objects import MEDIA_TYPES, entry
from ibidem.dts.refused import Refused, bad, missing
from ibidem.dts.render import LONGEST, page
from ibidem.dts.trees import Unit

_JSON = "application/ld+json"


def answer(request: Request, library: Library, site: str, endpoint: str) -> Response:
    """The answer of an endpoint; `site` is the address of the server and ends with a slash."""
    links = Service(f"{site}api/dts/")
    size = library.edition.api.page_size
    try:
        query = _query(request)
        match endpoint:
            case "":
                return as_json(request, entry(links), _JSON)
            case "collection":
                return as_json(request, answers.collected(library.catalogue, links, query, size), _JSON)
            case "navigation":
                return as_json(request, answers.navigated(library.catalogue, links, query, size), _JSON)
            case "document":
                return _document(request, library, query, site)
            case _:
                raise missing("The endpoints are collection, navigation and document.")
    except Refused as error:
        return problem(error.status, str(error))


def _query(request: Request) -> Query:
    pairs = request.query_params.multi_items()
    if len({name for name, _ in pairs}) < len(pairs):
        raise bad("A parameter is given twice.")
    return {name: value for name, value in pairs if value}


def _document(request: Request, library: Library, query: Query, site: str) -> Response:
    text, units = answers.asked_part(library.catalogue, query)
    media_type = query.get("mediaType") or MEDIA_TYPES[0]
    if media_type not in MEDIA_TYPES:
        raise missing(f"There is no {media_type} of this text, but {', '.join(MEDIA_TYPES)}.")
    links = Service(f"{site}api/dts/")
    headers = {"Link": f'<{links.to("collection", {"id": text.id})}>; rel="collection"'}
    source = text.text.source
    pages = f"{site}{quote(text.id)}/"
    if media_type == "text/plain":
        root = part(*units) if units else source.root
        return sent(request, plain(root).encode(), "text/plain; charset=utf-8", headers)
    if media_type == "text/html":
        if units is None:
            return RedirectResponse(f"{pages}index.html", 303, headers)
        return sent(request, _html(text, units, pages).encode(), "text/html; charset=utf-8", headers)
    return sent(request, written(part(*units)) if units else source.data, media_type, headers)


def _html(text: Resource, units: tuple[Unit, Unit], pages: str) -> str:
    cut = part(*units)
    if len(etree.tostring(cut, method="text", encoding="unicode")) > LONGEST:
        raise missing("This part is too long for text/html: ask for units of it.")
    name = units[0].identifier if units[0] is units[1] else f"{units[0].identifier}–{units[1].identifier}"
    return page(cut, text.text.source, name, pages)
