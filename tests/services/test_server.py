"""The server: what it gives out, what it refuses, and that it sees a new build."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
import signposting
from hypothesis import given, settings
from hypothesis import strategies as st
from served import SETTINGS, Server, edition, text, written

from ibidem.record.formats import FORMATS

MODULE_MISSING = "import sys; sys.modules['uvicorn'] = None; from ibidem.__main__ import main; main()"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("server") / "edition"
    edition(folder, 3)
    (folder / "secret.txt").write_text("secret")
    (folder / "build" / "unlisted.txt").write_text("secret")
    with Server(folder) as running:
        yield running


def ask(port, path, *, method="GET", host=None, body=None, address="127.0.0.1", **headers):
    connection = http.client.HTTPConnection(address, port, timeout=20)
    sent = {"Host": host if host is not None else f"localhost:{port}"}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body=body, headers=sent)
    response = connection.getresponse()
    found = response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    connection.close()
    return found


def test_pages(server):
    for path in ("/", "/index.html", "/text-001/", "/text-001/index.html"):
        status, headers, body = ask(server.port, path)
        assert status == 200 and headers["content-type"] == "text/html; charset=utf-8" and b"<title>" in body
    status, headers, body = ask(server.port, "/text-002/text-002.xml")
    assert headers["content-type"] == "application/tei+xml" and body == text(2).encode()


def test_every_answer_makes_a_browser_careful(server):
    for path in ("/", "/nothing", "/api/", "/api/nothing", "/api/oai", "/api/dts/document/"):
        headers = ask(server.port, path)[1]
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"]
        assert "access-control-allow-origin" not in headers  # it is for this machine only
        assert "server" not in headers


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/text-001/../../secret.txt", "/./../secret.txt", "//secret.txt",
        "/..\\secret.txt", "/%2e%2e%5csecret.txt", "/%252e%252e/secret.txt", "/secret.txt%00.html", "/text-001/%00", "/unlisted.txt", "/ibidem.json",
        "/edition.toml", "/etc/passwd", "//etc/passwd", "/%2fetc%2fpasswd", "/api/records/../../edition.toml", "/api/records/%2e%2e%2fedition.toml",
        "/api/records/..%2f..%2fsecret.txt", "/%ff%fe",
    ],
)  # fmt: skip
def test_no_request_leads_out_of_the_build(server, path):
    status, _, body = ask(server.port, path)
    assert status == 404 and b"secret" not in body


def test_a_link_out_of_the_build_is_not_followed(tmp_path):
    folder = edition(tmp_path / "links", 1)
    (tmp_path / "outside.txt").write_text("secret")
    page = folder / "build" / "text-000" / "index.html"
    page.unlink()
    page.symlink_to(tmp_path / "outside.txt")
    with Server(folder) as running:
        assert ask(running.port, "/text-000/")[0] == 404


def test_what_is_known_is_not_sent_again(server):
    for path in ("/", "/api/", "/api/dts/", "/api/dts/document/?resource=text-001&ref=1", "/api/records/text-001.mods"):
        _, headers, body = ask(server.port, path)
        tag = headers["etag"]
        for known in (tag, f'"other", {tag}', f"W/{tag}", "*"):
            status, again, rest = ask(server.port, path, If_None_Match=known)
            assert status == 304 and rest == b"" and again["etag"] == tag
        assert ask(server.port, path, If_None_Match='"other"')[0] == 200
        status, of_head, rest = ask(server.port, path, method="HEAD")
        assert status == 200 and rest == b"" and of_head["content-length"] == str(len(body))


def test_a_part_of_a_file(server):
    status, _, body = ask(server.port, "/text-002/text-002.xml", Range="bytes=10-19")
    assert status == 206 and body == text(2).encode()[10:20]


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1@evil.example", "", "local host", "[::1"]
)
def test_who_asks_by_another_name_is_refused(server, host):
    assert ask(server.port, "/", host=host)[0] in (400, 421)


def test_nothing_can_be_written(server):
    for method in ("PUT", "DELETE", "PATCH", "POST", "OPTIONS", "TRACE"):
        assert ask(server.port, "/", method=method)[0] in (405, 501)
    assert ask(server.port, "/api/dts/", method="POST", body="x")[0] == 405


def test_requests_that_are_too_long(server):
    assert ask(server.port, "/" + "a" * 9000)[0] == 414
    assert ask(server.port, "/api/oai?verb=" + "a" * 9000)[0] == 414
    form = {"Content_Type": "application/x-www-form-urlencoded"}
    assert ask(server.port, "/api/oai", method="POST", body="a" * 70_000, **form)[0] == 413
    assert ask(server.port, "/api/oai", method="POST", body="a=b&" * 100, **form)[0] == 400
    assert ask(server.port, "/api/oai", method="POST", body="{}", Content_Type="application/json")[0] == 415
    assert ask(server.port, "/api/oai?verb=%ff")[0] == 400
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as raw:
        raw.sendall(b"GET / HTTP/1.1\r\nX: " + b"a" * 200_000)
        assert raw.recv(100).startswith(b"HTTP/1.1 4")
    assert ask(server.port, "/")[0] == 200


NAMES = ["id", "page", "nav", "resource", "ref", "start", "end", "down", "tree", "mediaType", "verb", "metadataPrefix", "identifier", "set", "from", "until", "resumptionToken"]  # fmt: skip
VALUES = ["text-001", "1", "1.2", "3", "-1", "0", "pages", "text/html", "text/plain", "ListRecords", "GetRecord", "tei", "oai_dc", "2021-01-01", "kind:letter", "parents", "AAAA"]  # fmt: skip
QUERIES = st.lists(
    st.tuples(st.sampled_from(NAMES), st.one_of(st.sampled_from(VALUES), st.text(max_size=20))), max_size=6
)


@given(
    st.sampled_from(
        ["/api/dts/collection/", "/api/dts/navigation/", "/api/dts/document/", "/api/oai", "/api/records/"]
    ),
    QUERIES,
)
@settings(max_examples=300, deadline=None)
def test_whatever_is_asked_has_an_answer(server, path, pairs):
    query = urlencode(pairs, errors="surrogatepass")
    status, headers, body = ask(server.port, f"{path}?{query}")
    assert status in (200, 303, 400, 404)
    if path == "/api/oai" and status == 200:
        assert ElementTree.fromstring(body).tag.endswith("OAI-PMH")
    if "json" in headers.get("content-type", ""):
        json.loads(body)


def test_arguments_of_a_harvest_may_be_posted(server):
    form = {"Content_Type": "application/x-www-form-urlencoded; charset=utf-8"}
    status, headers, body = ask(server.port, "/api/oai", method="POST", body="verb=Identify", **form)
    assert status == 200 and headers["content-type"] == "text/xml; charset=utf-8" and b"<Identify>" in body


def test_the_landing_page_leads_to_everything(server):
    found = json.loads(ask(server.port, "/api/")[2])
    assert found["title"] == "Many & texts" and [each["id"] for each in found["texts"]] == [
        f"text-{number:03}" for number in range(3)
    ]
    for each in (found, *found["texts"]):
        for address in (
            *(each.get(name, "") for name in ("pages", "dts", "openapi", "page", "tei")),
            *each.get("records", {}).values(),
        ):
            if address:
                assert ask(server.port, "/" + address.removeprefix(server.url))[0] == 200, address


@pytest.mark.parametrize("name", FORMATS)
def test_records(server, name):
    status, headers, body = ask(server.port, f"/api/records/text-001.{name}")
    assert status == 200 and b"number 1" in body
    if headers["content-type"] == "application/xml":
        assert ElementTree.fromstring(body) is not None
    if headers["content-type"].endswith("json"):
        assert json.loads(body)


def test_records_that_are_not_there(server):
    for name in ("text-001", "text-001.exe", "nothing.mods", ".mods", "", "text-001.mods.mods"):
        assert ask(server.port, f"/api/records/{name}")[0] == 404


def test_the_description_names_what_is_there(server):
    found = json.loads(ask(server.port, "/api/openapi.json")[2])
    assert found["openapi"] == "3.1.0" and found["servers"] == [{"url": server.url.rstrip("/")}]
    for path, methods in found["paths"].items():
        asked = path.replace("{id}", "text-001").replace("{format}", "mods")
        for method, operation in methods.items():
            assert operation["summary"] and operation["responses"]["200"]
            assert ask(server.port, asked, method=method.upper())[0] in (200, 400, 415), path


def test_signposts_are_read(tmp_path):
    folder = edition(tmp_path / "signed", 1)
    file = folder / "tei" / "text-000.xml"
    orcid = "https://orcid.org/0000-0002-1825-0097"
    said = '<idno type="DOI">10.1234/a&lt;b&gt;&quot;c</idno><availability><licence target="https://creativecommons.org/licenses/by/4.0/"/></availability>'
    signed = file.read_text(encoding="utf-8").replace("<date when", f"{said}<date when")
    signed = signed.replace("<author>A. Author", f'<author><persName ref="{orcid}">A. Author</persName>')
    file.write_text(signed, encoding="utf-8")
    written(folder)
    with Server(folder) as running:
        found = signposting.find_signposting_http(f"{running.url}text-000/")
        assert found.citeAs.target == "https://doi.org/10.1234/a%3Cb%3E%22c"
        assert found.license.target == "https://creativecommons.org/licenses/by/4.0/"
        assert {each.target for each in found.authors} == {orcid}
        assert "https://schema.org/AboutPage" in {each.target for each in found.types}
        assert {(each.target, each.type) for each in found.items} == {
            (f"{running.url}text-000/text-000.xml", "application/tei+xml"),
            (f"{running.url}text-000/text-000.pdf", "application/pdf"),
        }
        assert {each.target.removeprefix(f"{running.url}metadata/"): each.type for each in found.describedBy} == {
            form.file: form.type for form in FORMATS.values()
        }
        home = signposting.find_signposting_http(running.url)
        assert {each.target for each in home.items} == {each.target for each in found.items}
        back = signposting.find_signposting_http(f"{running.url}text-000/text-000.xml")
        assert back.collection.target == f"{running.url}text-000/index.html"


def test_a_new_build_is_seen(tmp_path):
    folder = edition(tmp_path / "changing", 2)
    with Server(folder) as running:
        tag = ask(running.port, "/api/dts/document/?resource=text-001")[1]["etag"]
        file = folder / "tei" / "text-001.xml"
        file.write_text(file.read_text(encoding="utf-8").replace("number 1", "changed 1"), encoding="utf-8")
        (folder / "tei" / "text-007.xml").write_text(text(7), encoding="utf-8")
        assert b"number 1" in ask(running.port, "/api/dts/document/?resource=text-001")[2]  # not built yet
        written(folder)
        until(lambda: b"changed 1" in ask(running.port, "/api/dts/document/?resource=text-001", If_None_Match=tag)[2])
        assert ask(running.port, "/text-007/")[0] == 200
        assert b"text-007" in ask(running.port, "/api/oai?verb=ListIdentifiers&metadataPrefix=tei")[2]

        (folder / "build" / "ibidem.json").write_text("{}")  # broken: what was there before is kept
        time.sleep(1)
        assert b"changed 1" in ask(running.port, "/api/dts/document/?resource=text-001")[2]
        written(folder)
        until(lambda: ask(running.port, "/text-007/")[0] == 200)


def until(holds):
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_an_edition_that_is_published(tmp_path):
    settings = SETTINGS + 'url = "https://letters.example.org/edition"\n'
    with Server(edition(tmp_path / "public", 1, settings)) as running:
        _, headers, body = ask(running.port, "/api/dts/", host="letters.example.org")
        assert json.loads(body)["@id"] == "https://letters.example.org/edition/api/dts/"
        assert headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-origin" not in ask(running.port, "/", host="letters.example.org")[1]
        assert ask(running.port, "/", host="other.example.org")[0] == 421


def test_a_server_for_other_machines(tmp_path):
    with Server(edition(tmp_path / "open", 1), "--host", "0.0.0.0") as running:
        _, headers, body = ask(running.port, "/api/dts/", host="reading-room.example:8000")
        assert json.loads(body)["@id"] == "http://reading-room.example:8000/api/dts/"
        assert headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_at_once(tmp_path, number):
    with Server(edition(tmp_path / "stopped", 1)) as running, socket.create_connection(("127.0.0.1", running.port)):
        running.process.send_signal(number)
        assert running.process.wait(timeout=5) == 0
        assert "Traceback" not in running.process.stdout.read()


def call(folder, *arguments, code=None):
    command = [sys.executable, "-c", code] if code else [sys.executable, "-m", "ibidem"]
    return subprocess.run(
        [*command, "serve", *arguments], cwd=folder, capture_output=True, text=True, timeout=60, check=False, env=os.environ
    )  # fmt: skip


def test_what_cannot_be_served(tmp_path):
    folder = edition(tmp_path / "faulty", 1)
    (folder / "build").rename(folder / "kept")
    found = call(folder, "--api", "--port", "0")
    assert found.returncode == 2 and "ibidem build" in found.stderr
    (folder / "kept").rename(folder / "build")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        found = call(folder, "--api", "--port", str(taken.getsockname()[1]))
    assert found.returncode == 2 and "--port 0" in found.stderr
    found = call(folder, "--api", "--host", "no.such.host.invalid")
    assert found.returncode == 2 and "no.such.host.invalid" in found.stderr
    found = call(folder, "--host", "0.0.0.0")
    assert found.returncode == 2 and "--api" in found.stderr
    (folder / "build" / "text-000" / "text-000.xml").write_text("<TEI", encoding="utf-8")
    found = call(folder, "--api", "--port", "0")
    assert found.returncode == 2 and "text-000.xml" in found.stderr and "Traceback" not in found.stderr


def test_without_the_extra(tmp_path):
    found = call(edition(tmp_path / "bare", 1), "--api", "--port", "0", code=MODULE_MISSING)
    assert found.returncode == 2 and "pip install 'ibidem[api]'" in found.stderr


def test_what_is_lacking_is_said(tmp_path):
    with Server(edition(tmp_path / "lacking", 1, "")) as running:
        said = "".join(running.said)
        assert "contact" in said and "domain" in said
        assert b"adminEmail" not in ask(running.port, "/api/oai?verb=Identify")[2]
