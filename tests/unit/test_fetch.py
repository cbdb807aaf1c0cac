"""Schemas from the network, tried against a server on this machine."""

import json
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from conftest import tei
from ibidem.schemas import fetch as fetching
from ibidem.schemas.fetch import NotFetched, fetch
from ibidem.schemas.kept import address_of, canonical, folder, kept, place
from ibidem.schemas.locate import NotUsed, locate
from ibidem.schemas.model import BESIDE, Access

RNG = "http://relaxng.org/ns/structure/1.0"
EMPTY = f'<element name="{{}}" xmlns="{RNG}"><empty/></element>'


class Handler(BaseHTTPRequestHandler):
    """Answers from a table: content, or a status with the address that it leads on to."""

    pages: dict
    asked: list

    def do_GET(self):
        self.asked.append((self.path, dict(self.headers)))
        found = self.pages.get(self.path, 404)
        if isinstance(found, tuple):
            self.send_response(found[0])
            self.send_header("Location", found[1])
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif isinstance(found, int):
            self.send_error(found)
        else:
            self.send_response(200)
            self.send_header("Content-Length", str(len(found) + (5 if self.path == "/short.rng" else 0)))
            self.end_headers()
            self.wfile.write(found.encode())

    def log_message(self, *arguments):
        pass


class Site:
    def __init__(self):
        self.pages, self.asked = {}, []
        handler = type("Site", (Handler,), {"pages": self.pages, "asked": self.asked})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def paths(self):
        return [path for path, _ in self.asked]


@contextmanager
def running():
    site = Site()
    thread = threading.Thread(target=site.server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield site
    site.server.shutdown()
    site.server.server_close()
    thread.join(5)


@pytest.fixture
def site():
    with running() as site:
        yield site


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("IBIDEM_CACHE", str(tmp_path / "kept"))


def ibidem(*arguments, cwd):
    return subprocess.run(
        [sys.executable, "-m", "ibidem", "validate", *map(str, arguments)], cwd=cwd, capture_output=True, text=True, timeout=120, check=False
    )  # fmt: skip


def findings(result):
    assert result.returncode in (0, 1), result.stderr
    return json.loads(result.stdout)["findings"]


@contextmanager
def nowhere():
    """An address at which nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


# ---------- Addresses and files ----------


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("HTTP://A.org:80/x#y", "http://a.org/x"),
        ("https://a.org:443", "https://a.org/"),
        ("http://a.org:8080/é x?b=ü", "http://a.org:8080/%C3%A9%20x?b=%C3%BC"),
        ("http://[::1]:8/x", "http://[::1]:8/x"),
        ("http://u:p@a.org/x", ""),
        ("http://u@a.org/x", ""),
        ("ftp://a.org/x", ""),
        ("file:///x", ""),
        ("http:///x", ""),
        ("http://a.org/%2e%2e/x", ""),
        ("http://a.org/../x", ""),
    ],
)
def test_canonical(address, expected):
    assert canonical(address) == expected


def test_one_address_for_the_current_release_of_the_tei():
    end = "xml/tei/custom/schema/relaxng/tei_all.rng"
    hosts = [f"{scheme}://{www}tei-c.org" for scheme in ("http", "https") for www in ("", "www.")]
    current = {canonical(f"{host}/{way}/{end}") for host in hosts for way in ("release", "Vault/P5/current")}
    assert current == {f"https://www.tei-c.org/release/{end}"}
    # a number is what the editor chose
    assert canonical(f"http://tei-c.org/Vault/P5/4.9.0/{end}") == f"https://www.tei-c.org/Vault/P5/4.9.0/{end}"


@pytest.mark.parametrize(
    "address",
    ["http://a.org/", "https://a.org/b/c.rng", "http://a.org:8080/b/", "http://a.org/b.rng?v=1&w=%2F..%2Fx", "http://[::1]:8/%C3%A9%20x",
     "http://a.org/a%25b/%2525", "http://a.org/a%2Fb", "http://a.org/%3F"],
)  # fmt: skip
def test_a_file_stands_for_its_address(address):
    path = place(canonical(address))
    assert path.is_relative_to(folder()) and ".." not in path.parts
    assert address_of(path) == canonical(address)


@pytest.mark.parametrize("path", ["x", "/etc/passwd", "https/../../x"])
def test_other_files_have_no_address(path):
    assert address_of(folder() / path if not path.startswith("/") else Path(path)) == ""


def test_addresses_for_which_there_is_no_file():
    assert place(canonical("http://a.org/" + "x" * 300)) is None
    assert place(canonical("http://a.org//x")) is None


# ---------- Fetching ----------


def test_what_is_fetched_is_kept(site):
    site.pages["/a/x.rng"] = EMPTY.format("x")
    path = fetch(f"{site.url}/a/x.rng")
    assert path.read_text() == EMPTY.format("x") and kept(f"{site.url}/a/x.rng") == path
    [(_, headers)] = site.asked
    assert not {"Authorization", "Cookie", "Referer"} & headers.keys() and headers["Accept-Encoding"] == "identity"


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (404, "answers 404"),
        (500, "answers 500"),
        ("<html/>", "no schema"),
        ("", "no schema"),
        ("<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>", "no schema"),
        ((302, "file:///etc/passwd"), "not followed|answers 302"),
        ((302, "ftp://127.0.0.1/x"), "not followed"),
        ((302, "http://user:word@127.0.0.1/x"), "not followed"),
        ((302, "/x.rng"), "answers 302"),  # for ever
    ],
)
def test_what_is_not_taken(site, page, why):
    site.pages["/x.rng"] = page
    with pytest.raises(NotFetched, match=why):
        fetch(f"{site.url}/x.rng")
    assert kept(f"{site.url}/x.rng") is None and len(site.asked) <= 6


def test_redirects_are_followed_and_bounded(site):
    site.pages |= {f"/{number}.rng": (301, f"/{number + 1}.rng") for number in range(20)}
    site.pages["/20.rng"] = EMPTY.format("x")
    assert fetch(f"{site.url}/16.rng").name == "16.rng"
    with pytest.raises(NotFetched, match="301"):
        fetch(f"{site.url}/0.rng")


def test_sizes_are_bounded(site, monkeypatch):
    monkeypatch.setattr(fetching, "LARGEST", 1000)
    site.pages["/x.rng"] = EMPTY.format("x") + "<!-- -->" * 1000
    with pytest.raises(NotFetched, match="larger"):
        fetch(f"{site.url}/x.rng")


def test_times_are_bounded(monkeypatch):
    monkeypatch.setattr(fetching, "_WAIT", 0.3)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(NotFetched, match=r"connection failed|cannot be reached"):
            fetch(f"http://127.0.0.1:{silent.getsockname()[1]}/x.rng")


def test_half_a_schema_is_none(site, monkeypatch):
    monkeypatch.setattr(fetching, "_WAIT", 1)
    site.pages["/short.rng"] = EMPTY.format("x")
    with pytest.raises(NotFetched, match="before the whole"):
        fetch(f"{site.url}/short.rng")
    assert kept(f"{site.url}/short.rng") is None


def test_no_proxy_is_used(site, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1/")
    site.pages["/x.rng"] = EMPTY.format("x")
    assert fetch(f"{site.url}/x.rng").is_file()


# ---------- What fetched schemas may take in ----------


def test_a_fetched_schema_reads_no_file_of_this_machine(tmp_path):
    inside = place("https://a.org/b/x.rng")
    inside.parent.mkdir(parents=True)
    inside.write_text("")
    (tmp_path / "secret.rng").write_text("")
    access = Access((tmp_path / "docs",))
    up = "../" * len(inside.parts)
    for address in ((tmp_path / "secret.rng").as_uri(), f"{up}{tmp_path}/secret.rng", "../../../../secret.rng"):
        with pytest.raises(NotUsed):
            locate(address, inside, access)
    assert locate("x.rng", inside, access) == inside
    with pytest.raises(NotUsed) as error:
        locate("../../other.rng", inside, BESIDE)
    assert error.value.address == "https://a.org/other.rng"


# ---------- The command ----------


def test_once_with_fetch_then_without_the_network(tmp_path):
    (tmp_path / "a.xml").write_text("")
    with running() as site:
        site.pages |= {
            "/s/main.rng": f'<externalRef href="../t/part.rng" xmlns="{RNG}"/>',
            "/t/part.rng": f'<externalRef href="/last.rng" xmlns="{RNG}"/>',
            "/last.rng": EMPTY.format("x"),
        }
        (tmp_path / "a.xml").write_text(f'<?xml-model href="{site.url}/s/main.rng"?><x><y/></x>')
        (tmp_path / "b.xml").write_text(f'<?xml-model href="{site.url}/s/main.rng"?><x/>')
        before = findings(ibidem("--format", "json", "a.xml", cwd=tmp_path))
        assert {each["code"] for each in before} == {"schema-not-used", "not-tei"} and site.asked == []
        found = findings(ibidem("--format", "json", "--fetch", "a.xml", "b.xml", cwd=tmp_path))
        assert [(each["code"], each["file"]) for each in found] == [("element-unknown", "a.xml")]
        assert sorted(site.paths()) == ["/last.rng", "/s/main.rng", "/t/part.rng"]  # each once
        ibidem("--fetch", "a.xml", cwd=tmp_path)
        assert len(site.asked) == 3
    assert [each["code"] for each in findings(ibidem("--format", "json", "a.xml", cwd=tmp_path))] == ["element-unknown"]


def test_a_schema_is_named_by_its_address(tmp_path, site):
    site.pages["/x"] = EMPTY.format("x")
    (tmp_path / "a.xml").write_text("<x/>")
    result = ibidem("--schema", f"{site.url}/x", "a.xml", cwd=tmp_path)
    assert result.returncode == 2 and "--fetch" in result.stderr and site.url in result.stderr
    assert ibidem("--fetch", "--schema", f"{site.url}/x", "a.xml", cwd=tmp_path).returncode == 0
    assert ibidem("--schema", f"{site.url}/x", "a.xml", cwd=tmp_path).returncode == 0
    assert len(site.asked) == 1


def test_what_a_local_schema_takes_in_is_fetched(tmp_path, site):
    site.pages["/p.xsd"] = '<schema xmlns="http://www.w3.org/2001/XMLSchema"><element name="x"/></schema>'
    (tmp_path / "s.xsd").write_text(
        f'<schema xmlns="http://www.w3.org/2001/XMLSchema"><include schemaLocation="{site.url}/p.xsd"/></schema>'
    )
    (tmp_path / "a.xml").write_text("<x/>")
    result = ibidem("--schema", "s.xsd", "a.xml", cwd=tmp_path)
    assert result.returncode == 2 and "s.xsd:1" in result.stderr and "--fetch" in result.stderr
    assert ibidem("--fetch", "--schema", "s.xsd", "a.xml", cwd=tmp_path).returncode == 0
    assert ibidem("--schema", "s.xsd", "a.xml", cwd=tmp_path).returncode == 0


def test_a_schema_of_several_files_from_the_network(tmp_path, site):
    head = '<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema"'
    site.pages |= {
        "/a/s.xsd": f'{head} xmlns:n="urn:n"><s:include schemaLocation="b/i.xsd"/><s:import namespace="urn:n" schemaLocation="/n.xsd"/>'
        '<s:element name="x"><s:complexType><s:sequence><s:element ref="y"/><s:element ref="n:z"/></s:sequence></s:complexType></s:element>'
        "</s:schema>",
        "/a/b/i.xsd": f'{head}><s:element name="y"/></s:schema>',
        "/n.xsd": f'{head} targetNamespace="urn:n"><s:element name="z"/></s:schema>',
    }
    (tmp_path / "a.xml").write_text('<x><y/><z xmlns="urn:n"/></x>')
    (tmp_path / "b.xml").write_text("<x><y/></x>")
    schema = f"{site.url}/a/s.xsd"
    assert ibidem("--fetch", "--schema", schema, "a.xml", cwd=tmp_path).returncode == 0
    [found] = findings(ibidem("--format", "json", "--schema", schema, "b.xml", cwd=tmp_path))
    assert found["code"] == "child-missing" and len(site.asked) == 3


def test_a_host_that_cannot_be_reached(tmp_path):
    with nowhere() as url:
        (tmp_path / "a.xml").write_text(f'<?xml-model href="{url}/x.rng"?>' + tei("<p>x</p>"))
        result = ibidem("--format", "json", "--fetch", "a.xml", cwd=tmp_path)
        [found] = findings(result)
        assert (found["code"], found["severity"]) == ("schema-not-used", "error") and result.returncode == 1
        assert "could not be fetched" in found["message"] and "--schema FILE" in found["hint"]
        result = ibidem("--fetch", "--schema", f"{url}/x.rng", "a.xml", cwd=tmp_path)
        assert result.returncode == 2 and "could not be fetched" in result.stderr and result.stderr.count("\n") == 1


def test_a_catalog_spares_the_network(tmp_path, site):
    (tmp_path / "x.rng").write_text(EMPTY.format("x"))
    (tmp_path / "catalog.xml").write_text(
        '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'
        f'<uri name="{site.url}/x.rng" uri="x.rng"/></catalog>'
    )
    (tmp_path / "a.xml").write_text(f'<?xml-model href="{site.url}/x.rng"?><x/>')
    assert ibidem("--fetch", "--catalog", "catalog.xml", "a.xml", cwd=tmp_path).returncode == 0 and site.asked == []


def test_a_piped_text_is_fetched_for(tmp_path, site):
    site.pages["/x.rng"] = EMPTY.format("x")
    text = f'<?xml-model href="{site.url}/x.rng"?><x/>'
    result = subprocess.run(
        [sys.executable, "-m", "ibidem", "validate", "--fetch", "-"], cwd=tmp_path, input=text, capture_output=True, text=True, timeout=60, check=False
    )  # fmt: skip
    assert result.returncode == 0 and site.paths() == ["/x.rng"], result.stdout


def test_a_cache_that_cannot_be_written(tmp_path, site, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("IBIDEM_CACHE", str(tmp_path / "file"))
    site.pages["/x.rng"] = EMPTY.format("x")
    with pytest.raises(NotFetched, match="cannot be kept"):
        fetch(f"{site.url}/x.rng")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
