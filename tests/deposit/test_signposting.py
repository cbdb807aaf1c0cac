"""The links for programs: `signposting` reads them from pages, from the linkset and from a header, and each leads to a file."""

import json
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urljoin

import pytest
from signposting import find_signposting_html, find_signposting_http_link, find_signposting_linkset

from by_hand import BARE, FULL
from conftest import ROOT
from ibidem.build import build
from ibidem.edition import load
from ibidem.signposting import as_header, as_linkset, of_edition, of_text

AUTHOR = "https://orcid.org/0000-0002-1825-0097"


class Handler(SimpleHTTPRequestHandler):
    extensions_map = {".json": "application/linkset+json", ".html": "text/html", "": "application/octet-stream"}  # noqa: RUF012

    def log_message(self, *_):
        return


@pytest.fixture(scope="module", params=["one", "two"])
def site(request, tmp_path_factory):
    """An edition of one or of two texts as it is built, served on the loopback address."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "tei").mkdir()
    text = (ROOT / "tests" / "records" / "complete.xml").read_text("utf-8")
    text = text.replace("<author>", f'<author ref="{AUTHOR}">')
    (folder / "tei" / "brief ä.xml").write_text(text, "utf-8")
    if request.param == "two":
        shutil.copy(ROOT / "tests" / "samples" / "letter.xml", folder / "tei")
    (folder / "edition.toml").write_text('[edition]\ntitle = "Briefe"\nschemas = []\n', "utf-8")
    report = build(load(folder))
    assert report.made, report.findings
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder / "build")))
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield folder / "build", f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def there(folder, base, address):
    return (folder / unquote(address.removeprefix(base))).is_file()


def test_each_landing_page_is_read(site):
    folder, base = site
    for page in ("index.html", "brief%20%C3%A4/index.html"):
        found = find_signposting_html(urljoin(base, page))
        assert found.describedBy and found.items
        for link in (*found.describedBy, *found.items, *found.linksets):
            assert there(folder, base, str(link.target)), link
        assert {str(link.type) for link in found.items} == {"application/tei+xml", "application/pdf"}
    assert str(found.license.target) == "https://creativecommons.org/licenses/by/4.0/"
    assert str(found.collection.target) == urljoin(base, "index.html")
    assert str(found.citeAs.target).startswith("https://doi.org/10.")
    assert {str(link.target) for link in found.authors} == {AUTHOR}


def test_the_linkset_says_the_same_as_the_pages(site):
    _, base = site
    linkset = find_signposting_linkset(urljoin(base, "linkset.json"))
    contexts = [linkset.for_context(one) for one in {str(link.context) for link in linkset.signposts}]
    page = find_signposting_html(urljoin(base, "brief%20%C3%A4/index.html"))

    def names(found):
        return sorted(str(link.target).rsplit("/", 1)[1] for link in found.items)

    alike = [one for one in contexts if names(one) == names(page)]
    assert alike and all(str(one.citeAs.target) == str(page.citeAs.target) for one in alike)
    assert all(str(one.license.target) == str(page.license.target) for one in alike)


def test_a_header_is_read():
    base = "https://example.org/briefe/"
    found = find_signposting_http_link([as_header(of_text(FULL, alone=True), base)], base)
    assert str(found.citeAs.target) == "https://doi.org/10.5072/briefe.1"
    assert {str(link.target) for link in found.items} == {f"{base}briefe/briefe.xml", f"{base}briefe/briefe.pdf"}
    assert [str(link.target) for link in found.authors] == ["https://orcid.org/0000-0002-1825-0097"]
    assert str(found.license.target) == FULL.licence.url
    assert {str(link.target) for link in found.types} == {
        "https://schema.org/AboutPage",
        "https://schema.org/CreativeWork",
    }


def test_addresses_are_whole_where_the_edition_has_one():
    document = json.loads(as_linkset([of_edition(FULL, [FULL]), of_text(FULL, alone=True)], FULL.url))
    assert [context["anchor"] for context in document["linkset"]] == [FULL.url, f"{FULL.url}briefe/index.html"]
    assert all(
        link["href"].startswith("https://")
        for one in document["linkset"]
        for key, links in one.items()
        if key != "anchor"
        for link in links
    )


def test_what_is_not_known_is_not_linked():
    rels = {link.rel for link in of_text(BARE, alone=True).links}
    assert not {"cite-as", "author", "license"} & rels and {"type", "item", "describedby", "linkset"} <= rels
