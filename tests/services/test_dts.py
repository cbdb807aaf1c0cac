"""Distributed Text Services, as the specification 1.0 has it: a client that knows nothing but the entry point."""

import json
import re
import urllib.error
import urllib.request
from urllib.parse import quote, urljoin, urlsplit

import html5lib
import pytest
from lxml import etree
from served import Server, edition, text, written

from conftest import tei
from ibidem.api.library import read_library
from ibidem.deposit import dts as static
from ibidem.dts.extract import part
from ibidem.dts.render import page

TEI = "http://www.tei-c.org/ns/1.0"
WRAPPER = "{https://w3id.org/api/dts#}wrapper"
CONTEXT = "https://dtsapi.org/context/v1.0.json"
NOVEL = """<encodingDesc>
<refsDecl n="lines"><citeStructure unit="page" match="/TEI/text//pb" use="@n" delim="p"><citeStructure unit="line" match="lb" use="@n" delim=","/></citeStructure></refsDecl>
<refsDecl default="true">
<citeStructure unit="preface" match="/TEI/text/front/div" use="@n"/>
<citeStructure unit="chapter" match="/TEI/text/body/div[@type='chapter']" use="@n" delim="C">
 <citeData property="http://purl.org/dc/terms/title" use="head"/><citeData property="https://example.org/vocabulary#mood" use="@ana"/>
 <citeStructure unit="entry" match="div" use="@n" delim="."><citeData property="dc:date" use="head/date/@when"/>
  <citeStructure unit="paragraph" match="p" use="position()" delim=",P"/></citeStructure>
 <citeStructure unit="paragraph" match="p" use="position()" delim=",P"/>
</citeStructure></refsDecl></encodingDesc>"""
BODY = """<div type="chapter" n="1" ana="dark"><head xml:lang="en">One</head>
<div n="E1"><head>May <date when="1897-05-03">3</date></head><p>a<pb n="1"/><lb n="1"/>b</p><p>c <note n="1">Note.</note>d</p></div>
<div n="E2"><p>e<lb n="2"/>f</p></div></div>
<div type="chapter" n="2"><p>g</p><div n="E1"><p>h <choice><sic>wrng</sic><corr>wrong</corr></choice></p><pb n="2"/><p>i</p></div></div>
<div type="chapter" n="3"><p><lb n="1"/>j</p></div><div type="index"><p>k</p></div>"""
ALL = [
    "C1",
    "C1.E1",
    "C1.E1,P1",
    "C1.E1,P2",
    "C1.E2",
    "C1.E2,P1",
    "C2",
    "C2,P1",
    "C2.E1",
    "C2.E1,P1",
    "C2.E1,P2",
    "C3",
    "C3,P1",
]


# What each object must have, and of which type: the tables of the specification.
LINKS = {"collection": str, "navigation": str, "document": str}
TOP = {"@context": str, "dtsVersion": str}
OBJECTS = {
    "EntryPoint": {"@id": str, **TOP, **LINKS},
    "Collection": {
        "@id": str,
        "dtsVersion": str,
        "title": str,
        "totalParents": int,
        "totalChildren": int,
        "collection": str,
    },
    "Resource": {"@id": str, "dtsVersion": str, "title": str, "totalParents": int, "citationTrees": list, **LINKS},
    "Navigation": {"@id": str, "resource": dict, **TOP},
    "CitationTree": {"citeStructure": list},
    "CiteStructure": {"citeType": str},
    "CitableUnit": {"identifier": str, "level": int, "parent": str | None, "citeType": str},
    "Pagination": {"@id": str, "first": str, "previous": str | None, "next": str | None, "last": str},
}
HOLDS = {
    "member": ("Collection", "Resource", "CitableUnit"), "resource": ("Resource",), "ref": ("CitableUnit",), "start": ("CitableUnit",), "end": ("CitableUnit",),
    "view": ("Pagination",), "citationTrees": ("CitationTree",), "citeStructure": ("CiteStructure",),
}  # fmt: skip


def check(value, types=tuple(OBJECTS)):
    """An object of the specification has what it must have, and so have those in it."""
    assert value["@type"] in types
    for name, kind in OBJECTS[value["@type"]].items():
        assert isinstance(value[name], kind), (name, value)
    for name, inner in HOLDS.items():
        found = value.get(name, [])
        for each in found if isinstance(found, list) else [found]:
            check(each, inner)
    for values in value.get("dublinCore", {}).values():
        assert values and all(isinstance(each, str) or each.keys() == {"lang", "value"} for each in values)
    return value


def expand(template, **values):
    """A template of RFC 6570, of the kinds that the specification uses."""

    def part(match):
        operator, names = match[1], match[2].split(",")
        given = [(name, quote(str(values[name]), safe="")) for name in names if name in values]
        if operator in "?&;":
            joined = ("&" if operator != ";" else ";").join(f"{name}={value}" for name, value in given)
            return operator + joined if joined else ""
        return "".join(f"/{value}" for _, value in given)

    return re.sub(r"\{([?&;/])([^}]*)\}", part, template)


def fetch(url, *, status=200, headers=None):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers or {}), timeout=30) as response:
            found = response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        found = error.code, error.headers, error.read()
    assert found[0] == status, (url, found)
    return found[1], found[2]


def fetch_json(url, *, status=200):
    headers, data = fetch(url, status=status)
    assert headers["Content-Type"] == ("application/ld+json" if status == 200 else "application/problem+json")
    return check(json.loads(data)) if status == 200 else json.loads(data)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = edition(tmp_path_factory.mktemp("dts") / "texts", 9)
    front = '<front><div n="Pref"><p>z</p></div></front>'
    novel = tei(BODY, header=NOVEL, language="de").replace("<text>", f"<text>{front}")
    (folder / "tei" / "novel.xml").write_text(novel, encoding="utf-8")
    (folder / "tei" / "plain.xml").write_text(tei("<p>Nothing to cite.</p>"), encoding="utf-8")
    settings = (folder / "edition.toml").read_text()
    (folder / "edition.toml").write_text(settings.replace("page-size = 7", "page-size = 5"))
    written(folder)
    with Server(folder) as running:
        yield running


@pytest.fixture(scope="module")
def entry(server):
    return fetch_json(f"{server.url}api/dts/")


@pytest.fixture(scope="module")
def navigate(entry):
    """The identifiers of the members of an answer that fits on one page, and the answer."""

    def asked(*, status=200, resource="novel", **query):
        pages, url = [], expand(entry["navigation"], resource=resource, **query)
        while url:
            answer = fetch_json(url, status=status)
            pages.append(answer)
            url = answer.get("view", {}).get("next")
        members = [each["identifier"] for page in pages for each in page.get("member", ())]
        return members if "member" in pages[0] else None, pages[0]

    return asked


@pytest.fixture(scope="module")
def document(entry):
    def asked(*, status=200, resource="novel", **query):
        return fetch(expand(entry["document"], resource=resource, **query), status=status)[1]

    return asked


def content(data):
    """The wrapper of an answer, and its text."""
    root = etree.fromstring(data)
    assert root.tag == f"{{{TEI}}}TEI"
    [wrapper] = root.iter(WRAPPER)
    return wrapper, "".join(wrapper.itertext())


# ---------- entry and collection ----------


def test_entry(entry, server):
    assert entry["@context"] == CONTEXT and entry["dtsVersion"] == "1.0" and entry["@type"] == "EntryPoint"
    assert entry["@id"] == f"{server.url}api/dts/"
    assert entry["collection"].endswith("{?id,page,nav}")
    assert entry["navigation"].endswith("{?resource,ref,start,end,down,tree,page}")
    assert entry["document"].endswith("{?resource,ref,start,end,tree,mediaType}")


def test_collection_in_pages(entry):
    url, seen = expand(entry["collection"]), []
    while url:
        answer = fetch_json(url)
        assert answer["@type"] == "Collection" and answer["totalParents"] == 0 and answer["totalChildren"] == 11
        assert answer["@context"] == CONTEXT and answer["title"] == "Many & texts"
        view = answer["view"]
        assert view["@type"] == "Pagination" and {"first", "previous", "last"} <= view.keys()
        assert fetch_json(view["@id"]) == answer or not seen  # the first is asked for without a page
        seen += [each["@id"] for each in answer["member"]]
        assert len(answer["member"]) <= 5
        url = view["next"]
    assert seen == ["novel", "plain", *(f"text-{number:03}" for number in range(9))]
    fetch_json(expand(entry["collection"], page=4), status=404)
    for wrong in ("0", "-1", "x", "1.5"):
        fetch_json(expand(entry["collection"], page=wrong), status=400)


def test_a_resource_and_its_parents(entry):
    member = fetch_json(expand(entry["collection"]))["member"][0]
    found = fetch_json(expand(entry["collection"], id="novel"))
    assert {name: found[name] for name in member} == member
    assert found["@type"] == "Resource" and found["totalParents"] == 1 and found["totalChildren"] == 0
    assert found["dublinCore"]["language"] == ["de"] and found["dublinCore"]["title"] == [{"lang": "de", "value": "T"}]
    assert found["mediaTypes"] == ["application/tei+xml", "text/html", "text/plain"]
    assert "member" not in found
    above = fetch_json(expand(entry["collection"], id="novel", nav="parents"))
    assert [each["@type"] for each in above["member"]] == ["Collection"]
    whole = fetch_json(expand(entry["collection"], id=above["member"][0]["@id"]))
    assert whole["totalChildren"] == 11
    assert fetch_json(expand(entry["collection"], nav="parents"))["member"] == []
    fetch_json(expand(entry["collection"], id="nothing"), status=404)
    fetch_json(expand(entry["collection"], id="novel", nav="sideways"), status=400)


def test_citation_trees(entry):
    default, other = fetch_json(expand(entry["collection"], id="novel"))["citationTrees"]
    paragraph = {"@type": "CiteStructure", "citeType": "paragraph"}
    assert "identifier" not in default and other["identifier"] == "lines"
    assert [each["citeType"] for each in default["citeStructure"]] == ["preface", "chapter"]
    assert default["citeStructure"][1]["citeStructure"] == [
        {"@type": "CiteStructure", "citeType": "entry", "citeStructure": [paragraph]},
        paragraph,
    ]
    assert fetch_json(expand(entry["collection"], id="plain"))["citationTrees"] == []


# ---------- navigation: the table of down, ref, start and end ----------


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"ref": "C1.E1"}, None),
        ({"start": "C1", "end": "C2"}, None),
        ({"down": 0, "ref": "C1.E1"}, "C1.E1 C1.E2"),
        ({"down": 0, "ref": "C2,P1"}, "C2,P1 C2.E1"),
        ({"down": 0, "ref": "C2"}, "Pref C1 C2 C3"),
        ({"down": 1}, "Pref C1 C2 C3"),
        ({"down": 2}, "Pref C1 C1.E1 C1.E2 C2 C2,P1 C2.E1 C3 C3,P1"),
        ({"down": -1}, " ".join(["Pref", *ALL])),
        ({"down": 9}, " ".join(["Pref", *ALL])),
        ({"down": 1, "ref": "C1"}, "C1 C1.E1 C1.E2"),
        ({"down": -1, "ref": "C1"}, " ".join(ALL[:6])),
        ({"down": 1, "ref": "C1.E1,P2"}, "C1.E1,P2"),
        ({"down": 1, "start": "C1", "end": "C2"}, "C1 C1.E1 C1.E2 C2 C2,P1 C2.E1"),
        ({"down": -1, "start": "C1.E2", "end": "C2,P1"}, "C1.E2 C1.E2,P1 C2 C2,P1"),
        ({"down": 1, "start": "C1.E2", "end": "C2"}, "C1.E2 C1.E2,P1 C2 C2,P1 C2.E1 C2.E1,P1 C2.E1,P2"),
        ({"down": -1, "start": "C3", "end": "C3"}, "C3 C3,P1"),
        ({"down": -1, "tree": "lines"}, "p1 p1,1 p1,2 p2 p2,1"),
        ({"down": 1, "ref": "p1", "tree": "lines"}, "p1 p1,1 p1,2"),
    ],
)
def test_what_is_asked_for(navigate, query, expected):
    members, answer = navigate(**query)
    assert members == (None if expected is None else expected.split())
    assert answer["@type"] == "Navigation" and answer["resource"]["@id"] == "novel"
    assert {name: answer[name]["identifier"] for name in ("ref", "start", "end") if name in answer} == {
        name: value for name, value in query.items() if name in ("ref", "start", "end")
    }


@pytest.mark.parametrize(
    ("status", "query"),
    [
        (400, {}),
        (400, {"tree": "lines"}),
        (400, {"down": 0}),
        (400, {"down": 0, "start": "C1", "end": "C2"}),
        (400, {"down": 1, "ref": "C1", "start": "C1", "end": "C2"}),
        (400, {"ref": "C1", "end": "C2"}),
        (400, {"down": 1, "start": "C1"}),
        (400, {"down": 1, "end": "C1"}),
        (400, {"down": -2}),
        (400, {"down": "all"}),
        (400, {"down": 1, "start": "C2", "end": "C1"}),
        (400, {"resource": "", "down": 1}),
        (404, {"resource": "nothing", "down": 1}),
        (404, {"down": 1, "ref": "C9"}),
        (404, {"down": 1, "start": "C1", "end": "C9"}),
        (404, {"down": 1, "tree": "nothing"}),
        (404, {"down": 1, "ref": "C1", "tree": "lines"}),
        (404, {"down": 1, "page": 9}),
    ],
)
def test_what_cannot_be_asked_for(navigate, status, query):
    _, answer = navigate(status=status, **query)
    assert answer["status"] == status and answer["detail"]


def test_a_parameter_twice(server):
    fetch_json(f"{server.url}api/dts/navigation/?resource=novel&down=1&down=2", status=400)


def test_units(navigate):
    _, answer = navigate(down=-1, ref="C1")
    first, second, third = answer["member"][:3]
    assert first == answer["ref"]
    assert first["level"] == 1 and first["parent"] is None and first["citeType"] == "chapter"
    assert first["dublinCore"] == {"title": [{"lang": "en", "value": "One"}]}
    mood = {"@context": {"mood": "https://example.org/vocabulary#mood"}, "mood": [{"lang": "de", "value": "dark"}]}
    assert first["extensions"] == mood
    assert (
        second["level"] == 2 and second["parent"] == "C1" and second["dublinCore"]["date"][0]["value"] == "1897-05-03"
    )
    assert third["level"] == 3 and third["parent"] == "C1.E1" and "dublinCore" not in third


def test_a_text_without_references(navigate, document):
    for query in ({}, {"down": 1}, {"down": 0}):
        assert navigate(resource="plain", **query)[0] == []
    document(resource="plain", ref="1", status=404)
    assert b"Nothing to cite." in document(resource="plain")


def test_the_address_of_an_answer_is_its_own(navigate):
    _, answer = navigate(down=1, ref="C1")
    assert fetch_json(answer["@id"]) == answer


# ---------- document ----------


def test_a_whole_text_is_the_file(server, document):
    assert document() == (server.folder / "tei" / "novel.xml").read_bytes()
    assert document(tree="nothing") == document()  # a tree has no effect without a reference


@pytest.mark.parametrize(
    ("query", "xml"),
    [
        ({"ref": "C1.E1,P2"}, '<p>c <note n="1">Note.</note>d</p>'),
        ({"ref": "C3,P1"}, '<p><lb n="1"/>j</p>'),
        ({"start": "C1.E1,P1", "end": "C1.E1,P2"}, '<p>a<pb n="1"/><lb n="1"/>b</p><p>c <note n="1">Note.</note>d</p>'),
        ({"start": "C2.E1,P2", "end": "C3"}, '<div type="chapter" n="2"><div n="E1"><p>i</p></div></div>\n<div type="chapter" n="3"><p><lb n="1"/>j</p></div>'),
        ({"start": "C3", "end": "C3,P1"}, '<div type="chapter" n="3"><p><lb n="1"/>j</p></div>'),
        ({"ref": "p1,1", "tree": "lines"}, '<div n="E1"><p><lb n="1"/>b</p><p>c <note n="1">Note.</note>d</p></div>\n<div n="E2"><p>e</p></div>'),
        ({"ref": "p2", "tree": "lines"}, '<div type="chapter" n="2"><div n="E1"><pb n="2"/><p>i</p></div></div>\n<div type="chapter" n="3"><p><lb n="1"/>j</p></div><div type="index"><p>k</p></div>'),
    ],
)  # fmt: skip
def test_a_part(document, query, xml):
    wrapper, _ = content(document(**query))
    inner = etree.tostring(wrapper, encoding="unicode")
    inner = re.sub(r"^<[^>]*>|</[^>]*>$", "", inner)
    assert re.sub(r' xmlns(:dts)?="[^"]*"', "", inner) == xml


def test_what_is_around_a_part_is_there_without_its_content(document):
    root = etree.fromstring(document(ref="C2.E1,P1"))
    path = [(etree.QName(each).localname, each.get("n")) for each in root.iter(f"{{{TEI}}}*") if each.tag != WRAPPER]
    assert path[:5] == [("TEI", None), ("text", None), ("body", None), ("div", "2"), ("div", "E1")]
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "de"
    assert "".join(root.itertext()) == content(document(ref="C2.E1,P1"))[1]


def test_media_types(entry, document):
    plain = document(ref="C1.E1,P2", mediaType="text/plain").decode()
    assert plain == "c [1]d\n[1] Note.\n"
    assert document(ref="C2.E1", mediaType="text/plain").decode() == "h wrong\ni\n"
    page = document(ref="C1.E1,P2", mediaType="text/html").decode()
    assert 'lang="de"' in page and ">Note.<" in page and "doc-noteref" in page
    url = expand(entry["document"], resource="novel", ref="C1", mediaType="application/tei+xml")
    headers, data = fetch(url)
    assert headers["Content-Type"] == "application/tei+xml" and content(data)
    assert re.fullmatch(r'<(.*)>; rel="collection"', headers["Link"])[1] == expand(entry["collection"], id="novel")
    _, page = fetch(expand(entry["document"], resource="novel", mediaType="text/html"))
    assert b"<title>novel</title>" in page  # all of it is the page of the edition
    document(ref="C1", mediaType="application/epub+zip", status=404)


def test_nothing_of_a_text_runs_in_a_page(tmp_path):
    folder = edition(tmp_path / "hostile", 0)
    body = """<p n="1"><!--><script>alert(1)</script>--><?php <script>alert(2)</script>?><ref target="javascript:alert(3)">x</ref>
      <graphic url="javascript:alert(4)"/>&lt;script&gt;alert(5)&lt;/script&gt;<hi rend="x&quot; onload=&quot;alert(6)">y</hi></p>"""
    header = '<encodingDesc><refsDecl><citeStructure unit="p" match="//body/p" use="@n"/></refsDecl></encodingDesc>'
    (folder / "tei" / "hostile.xml").write_text(tei(body, header=header), encoding="utf-8")
    written(folder)
    resource = read_library(folder).catalogue.resources["hostile"]
    [unit] = resource.trees[0].units
    made = page(part(unit, unit), resource.text.source, '"><script>alert(7)</script>', 'https://x/"><script>')
    root = html5lib.parse(made, namespaceHTMLElements=False)
    assert (
        root.find(".//article") is not None
        and root.find(".//script") is None
        and "alert(5)" in "".join(root.itertext())
    )
    for element in root.iter():
        for name, value in getattr(element, "attrib", {}).items():
            assert not name.startswith("on") and not value.strip().lower().startswith("javascript:")


@pytest.mark.parametrize(
    ("status", "query"),
    [
        (400, {"resource": ""}),
        (400, {"ref": "C1", "start": "C1", "end": "C2"}),
        (400, {"start": "C1"}),
        (400, {"end": "C1"}),
        (400, {"start": "C2", "end": "C1"}),
        (404, {"resource": "nothing"}),
        (404, {"ref": "C9"}),
        (404, {"ref": "C1", "tree": "nothing"}),
    ],
)
def test_parts_that_are_none(document, status, query):
    assert json.loads(document(status=status, **query))["status"] == status


# ---------- a walk through everything ----------


def walk(url, get):
    """Everything that a client finds from the entry point: for each text its trees, their units, and the text of each unit."""
    entry = get(url)
    collection_url = expand(entry["collection"])
    while collection_url:
        answer = get(collection_url)
        for each in answer["member"]:
            for tree in each["citationTrees"]:
                named = {"tree": tree["identifier"]} if "identifier" in tree else {}
                units, page = [], expand(each["navigation"], down=-1, **named)
                while page:
                    found = get(page)
                    units += found["member"]
                    page = found.get("view", {}).get("next")
                parts = {
                    unit["identifier"]: content(get(expand(each["document"], ref=unit["identifier"], **named)))[1]
                    for unit in units
                }
                yield each["@id"], named.get("tree", ""), units, parts
        collection_url = answer.get("view", {}).get("next")


def over_http(url):
    headers, data = fetch(url)
    return check(json.loads(data)) if "json" in headers["Content-Type"] else data


def test_a_walk_finds_every_word(server):
    seen = set()
    for name, tree, units, parts in walk(f"{server.url}api/dts/", over_http):
        seen.add((name, tree))
        if not name.startswith("text-"):
            continue
        body = etree.fromstring(text(int(name[-3:])).encode()).find(f".//{{{TEI}}}body")
        words = "".join(body.itertext())
        top = "".join(parts[unit["identifier"]] for unit in units if unit["parent"] is None)
        assert top == (words if not tree else words[words.index("<") :])
        if not tree:
            heads = ["".join(head.itertext()) for head in body.iter(f"{{{TEI}}}head")]
            below = [parts[unit["identifier"]] for unit in units if unit["level"] == 2]
            assert "".join(heads) + "".join(below) != "" and sorted("".join(heads + below)) == sorted(words)
    assert seen == {(f"text-{number:03}", tree) for number in range(9) for tree in ("", "pages")} | {
        ("novel", ""),
        ("novel", "lines"),
    }


# ---------- the same as files ----------


@pytest.mark.parametrize("base", ["", "https://letters.example.org/"])
def test_static_files_are_walked_like_the_service(tmp_path, base):
    settings = f'[record]\nurl = "{base}"\n' if base else "[record]\n"
    folder = edition(tmp_path / "static", 3, settings)
    (folder / "tei" / "plain.xml").write_text(tei("<p>Nothing to cite.</p>"), encoding="utf-8")
    written(folder)
    built = read_library(folder).built
    files = dict(static.files(built))
    assert dict(static.files(built)) == files
    root = f"{base}deposit/dts/" if base else "https://anywhere.example/x/"

    def get(url):
        path = urlsplit(url).path.removeprefix(urlsplit(root).path)
        data = files[urllib.request.unquote(path)]
        return absolute(check(json.loads(data)), url) if path.endswith(".json") else data

    def absolute(value, url):
        """What a client does with addresses that are relative; braces of templates are no part of them."""
        if isinstance(value, dict):
            for name, each in value.items():
                linked = name in ("collection", "navigation", "document", "download") or (name, value.get("@type")) == (
                    "@id",
                    "Navigation",
                )
                value[name] = urljoin(url, each) if linked and isinstance(each, str) else absolute(each, url)
        elif isinstance(value, list):
            return [absolute(each, url) for each in value]
        return value

    found = list(walk(f"{root}index.json", get))
    assert len(found) == 6
    for name, tree, units, parts in found:
        words = "".join(etree.fromstring(text(int(name[-3:])).encode()).find(f".//{{{TEI}}}body").itertext())
        top = "".join(parts[unit["identifier"]] for unit in units if unit["parent"] is None)
        assert top == (words if not tree else words[words.index("<") :])
        named = {"tree": tree} if tree else {}
        template = get(f"{root}index.json")["navigation"]
        for unit in units:
            for down in ({}, {"down": 0}, {"down": 1}, {"down": -1}):
                answer = get(expand(template, resource=name, ref=unit["identifier"], **down, **named))
                assert answer["ref"] == unit
    assert get(expand(template, resource="plain", down=1))["member"] == []
    assert get(expand(get(f"{root}index.json")["collection"], id="plain", nav="parents"))["member"]


def test_units_that_no_file_can_be_called_by(tmp_path):
    folder = edition(tmp_path / "names", 0, "[record]\n")
    header = '<encodingDesc><refsDecl><citeStructure unit="p" match="//body/p" use="@n"/></refsDecl></encodingDesc>'
    names = ("a/b", "..", "x\\y", "good 1:2", "é", "n" * 300)
    (folder / "tei" / "odd.xml").write_text(
        tei("".join(f'<p n="{name}">x</p>' for name in names), header=header), encoding="utf-8"
    )
    written(folder)
    files = dict(static.files(read_library(folder).built))
    assert {path for path in files if path.startswith("document/odd/")} == {
        "document/odd/good 1:2.xml",
        "document/odd/é.xml",
    }
    assert not any(".." in path.split("/") for path in files)
    readme = files["README.txt"].decode()
    assert all(repr(name) in readme for name in ("a/b", "..", "x\\y"))
