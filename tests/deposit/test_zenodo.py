"""Depositing in an InvenioRDM: what arrives, what happens when things fail, and where the token goes."""

import io
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace

import pytest

from by_hand import FULL, built_in
from conftest import tei
from ibidem.deposit.invenio import METADATA, body
from ibidem.deposit.kinds import KINDS
from ibidem.deposit.make import make
from ibidem.deposit.zenodo import http
from ibidem.deposit.zenodo.http import Repository
from ibidem.deposit.zenodo.send import send
from ibidem.deposit.zenodo.state import Kept
from ibidem.deposit.zenodo.token import Token, find
from ibidem.errors import IbidemError
from ibidem.record.model import Title
from invenio import TOKEN, Invenio

INVENIO = [kind for kind in KINDS if kind.name == "invenio"]


@pytest.fixture
def invenio():
    server = Invenio()
    yield server
    server.close()


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    monkeypatch.setattr(http, "TIMEOUT", 0.4)


class Client:
    """Deposits one edition in one repository, and notes how long it would have waited."""

    def __init__(self, folder, url, record=FULL):
        self.folder, self.url, self.waits, self.told = folder, url, [], []
        self.package = folder / "out" / "invenio"
        self.make(record)

    def make(self, record, name="edition"):
        make(built_in(self.folder / name, record), INVENIO, self.folder / "out", named=True)

    def send(self, publish=False, token=TOKEN):
        repository = Repository(self.url, lambda host: Token(token), self.told.append, self.waits.append)
        return send(
            self.package, repository, Kept(self.package.parent, repository.name), self.told.append, publish=publish
        )

    @property
    def names(self):
        return {path.name for path in self.package.iterdir()} - {METADATA}


@pytest.fixture
def client(tmp_path, invenio):
    return Client(tmp_path, invenio.url)


def arrived(invenio, client, name):
    """Whether all files are there, as they are here."""
    files = invenio.records[name]["files"]
    assert set(files) == client.names
    for key, file in files.items():
        assert file["status"] == "completed" and file["data"] == (client.package / key).read_bytes()
    return True


def test_a_draft_is_made_and_left(client, invenio):
    sent = client.send()
    assert invenio.published == [] and len(invenio.drafts) == 1
    assert sent.address == f"{invenio.url}/uploads/{invenio.drafts[0]}" and not sent.published and sent.complaints == ()
    assert arrived(invenio, client, invenio.drafts[0])
    assert invenio.records[invenio.drafts[0]]["metadata"] == json.loads(json.dumps(body(FULL)))["metadata"]
    with zipfile.ZipFile(io.BytesIO(invenio.records[invenio.drafts[0]]["files"]["briefe.zip"]["data"])) as archive:
        assert archive.testzip() is None and "briefe/ro-crate-metadata.json" in archive.namelist()


def test_only_publish_publishes(client, invenio):
    client.send()
    assert not any("publish" in path for _, path, _ in invenio.asked)
    sent = client.send(publish=True)
    assert sent.published and invenio.published == ["abcde-00001"] and invenio.drafts == []
    assert arrived(invenio, client, "abcde-00001")


def test_what_is_there_is_not_sent_again(client, invenio):
    client.send()
    before = len([path for method, path, _ in invenio.asked if method == "PUT" and path.endswith("/content")])
    client.send()
    after = len([path for method, path, _ in invenio.asked if method == "PUT" and path.endswith("/content")])
    assert before == after == len(client.names) and len(invenio.records) == 1


def test_what_is_published_is_not_published_again(client, invenio):
    client.send(publish=True)
    before = len(invenio.asked)
    assert client.send(publish=True).published
    assert len(invenio.asked) == before and len(invenio.records) == 1


def test_a_changed_edition_is_a_new_version(client, invenio):
    client.send(publish=True)
    client.make(replace(FULL, version="2"), "second")
    client.send()
    assert invenio.records["abcde-00002"]["of"] == "abcde-00001" and invenio.published == ["abcde-00001"]
    client.send(publish=True)
    assert invenio.published == ["abcde-00001", "abcde-00002"] and arrived(invenio, client, "abcde-00002")
    assert invenio.records["abcde-00002"]["metadata"]["version"] == "2"


def test_a_version_whose_draft_was_deleted_is_begun_again(client, invenio):
    client.send(publish=True)
    client.make(replace(FULL, version="2"), "second")
    client.send()
    del invenio.records["abcde-00002"]
    client.send()
    assert invenio.records["abcde-00003"]["of"] == "abcde-00001"


def test_a_file_that_the_edition_no_longer_has_is_deleted(client, invenio):
    client.send()
    invenio.records["abcde-00001"]["files"]["old.xml"] = {
        "key": "old.xml",
        "status": "completed",
        "checksum": "md5:0",
        "data": b"",
    }
    client.send()
    assert arrived(invenio, client, "abcde-00001")


def test_a_draft_that_was_deleted_or_published_there(client, invenio):
    client.send()
    del invenio.records["abcde-00001"]
    client.send()
    assert invenio.drafts == ["abcde-00002"]
    invenio.records["abcde-00002"].update(published=True, draft=False)
    client.send()
    assert invenio.records["abcde-00003"]["of"] == "abcde-00002"


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 500},
        {"status": 502, "body": None},
        {"status": 503, "headers": {"Retry_After": "7"}},
        {"status": 429, "headers": {"Retry_After": "7"}},
        {"silent": 0.7},
        {"hang up": True},
        {"cut": True},
        {"garbage": True},
    ],
    ids=lambda fault: next(iter(fault)) + str(fault.get("status", "")),
)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "zip/content$"),
        ("POST", "commit$"),
        ("POST", "draft/files$"),
        ("GET", "draft/files$"),
        ("PUT", "draft$"),
    ],
    ids=["content", "commit", "start", "list", "update"],
)
def test_a_fault_that_passes_is_survived(client, invenio, method, path, fault):
    if path == "draft$":
        client.send()
    invenio.fail(method, path, fault, fault)
    client.send()
    assert invenio.faults == [] and arrived(invenio, client, "abcde-00001") and len(invenio.records) == 1
    assert client.waits == ([7.0, 7.0] if "headers" in fault else [1.0, 2.0])


def test_what_was_done_though_the_answer_was_lost(client, invenio):
    """A commit or a beginning that arrived is not taken for a failure."""
    invenio.fail("POST", "zip/commit$", {"then hang up": True})
    invenio.fail("POST", "draft/files$", {"then hang up": True})
    client.send()
    assert arrived(invenio, client, "abcde-00001")


def test_a_fault_that_stays_is_reported_and_the_next_run_goes_on(client, invenio):
    invenio.fail("PUT", "zip/content$", *[{"cut": True}] * 6)
    with pytest.raises(IbidemError, match="Run the same command again later"):
        client.send()
    assert client.waits == [1.0, 2.0, 4.0, 8.0, 16.0]
    client.send()
    assert len(invenio.records) == 1 and arrived(invenio, client, "abcde-00001")
    uploads = [path for method, path, _ in invenio.asked if method == "PUT" and path.endswith(".pdf/content")]
    assert len(uploads) == 1


def test_a_long_wait_is_left_to_the_user(client, invenio):
    invenio.fail("POST", "records$", {"status": 429, "headers": {"Retry_After": "3600"}})
    with pytest.raises(IbidemError, match="wait for 60 minutes"):
        client.send()
    assert client.waits == []


def test_a_date_in_retry_after(client, invenio):
    from email.utils import formatdate
    from time import time

    invenio.fail("POST", "records$", {"status": 503, "headers": {"Retry_After": formatdate(time() + 100, usegmt=True)}})
    client.send()
    assert 95 <= client.waits[0] <= 100


@pytest.mark.parametrize("fault", [{"silent": 0.7}, {"hang up": True}, {"then hang up": True}], ids=str)
def test_a_draft_of_which_nobody_knows_is_not_made_twice(client, invenio, fault):
    invenio.fail("POST", "records$", fault)
    with pytest.raises(IbidemError, match=r"may be there or not.*/me/uploads"):
        client.send()
    assert len(invenio.records) <= 1


def test_a_wrong_checksum_is_seen(client, invenio):
    invenio.fail("PUT", "zip/content$", {"corrupt": True})
    client.send()
    assert arrived(invenio, client, "abcde-00001")
    client.make(replace(FULL, version="2"), "second")
    invenio.fail("PUT", "zip/content$", {"corrupt": True}, {"corrupt": True})
    with pytest.raises(IbidemError, match=r"briefe\.zip arrived .* with other bytes.*twice"):
        client.send(publish=True)
    assert invenio.published == []


def test_publishing_when_the_answer_is_lost(client, invenio):
    invenio.fail("POST", "publish$", {"then hang up": True})
    assert client.send(publish=True).published
    assert client.send(publish=True).published and len(invenio.records) == 1


def test_publishing_when_the_connection_breaks(client, invenio):
    invenio.fail("POST", "publish$", {"hang up": True})
    with pytest.raises(IbidemError, match="the draft is not published"):
        client.send(publish=True)
    assert client.send(publish=True).published and invenio.published == ["abcde-00001"]


def test_a_refusal_is_told_with_its_reasons(client, invenio):
    answer = {
        "message": "A validation error\x1b[31m",
        "errors": [{"field": "metadata.rights.0.id", "messages": ["Invalid value cc."]}],
    }
    invenio.fail("POST", "records$", {"status": 400, "body": answer})
    with pytest.raises(
        IbidemError, match=r"A validation error.* metadata\.rights\.0\.id: Invalid value cc\."
    ) as caught:
        client.send()
    assert caught.value.args[0].isprintable()


def test_what_it_finds_wanting_stops_publication(client, invenio):
    path = client.package / METADATA
    data = json.loads(path.read_text("utf-8"))
    del data["metadata"]["creators"]
    path.write_text(json.dumps(data))
    assert client.send().complaints == ("metadata.creators: Missing data for required field.",)
    with pytest.raises(IbidemError, match="Nothing was published"):
        client.send(publish=True)
    assert invenio.published == []


@pytest.mark.parametrize("fault", [{"early": 413}, {"status": 413}], ids=str)
def test_a_file_too_large(client, invenio, fault):
    (client.package / "briefe.zip").write_bytes(os.urandom(8 << 20))
    invenio.fail("PUT", "zip/content$", fault)
    with pytest.raises(IbidemError, match=r"does not take briefe\.zip \(413\)"):
        client.send()
    assert client.waits == []


@pytest.mark.parametrize("answer", [[], {}, {"id": "../../x"}, {"id": "a/b"}, "text"], ids=str)
def test_an_answer_of_another_kind(client, invenio, answer):
    invenio.fail("POST", "records$", {"status": 201, "body": answer})
    with pytest.raises(IbidemError, match="Is it an InvenioRDM"):
        client.send()
    assert client.send().address.endswith("abcde-00001")


def test_a_repository_that_contradicts_itself(client, invenio):
    client.send()
    invenio.fail("PUT", "draft$", *[{"status": 404}] * 9)
    invenio.fail("GET", r"records/[^/]+$", *[{"status": 200, "body": {}}] * 9)
    with pytest.raises(IbidemError, match="of its own draft"):
        client.send()


def test_a_state_that_was_tampered_with_is_not_believed(client, invenio):
    client.send()
    state = next(client.package.parent.glob("*.state.json"))
    for content in ("", "{", "[]", '{"id": "../x", "published": false, "content": "", "before": ""}'):
        state.write_text(content)
        client.send()
    assert len(invenio.records) == 5 and all(path.startswith("/api/records") for _, path, _ in invenio.asked)


# The token


def test_an_expired_token(client, invenio):
    client.send()
    invenio.tokens = {"another"}
    with pytest.raises(
        IbidemError, match=r"does not accept the token \(401\).*account/settings/applications"
    ) as caught:
        client.send()
    assert TOKEN not in str(caught.value)
    assert client.send(token="another").address.endswith("abcde-00001")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("POST", "records$", 302), ("POST", "records$", 307), ("PUT", "content$", 308), ("GET", "files$", 301)],
)
def test_the_token_goes_to_no_other_host(client, invenio, method, path, status):
    other = Invenio()
    try:
        invenio.fail(method, path, {"status": status, "headers": {"Location": f"{other.url}/api/records"}})
        with pytest.raises(IbidemError, match="where the token is not sent"):
            client.send()
        assert other.asked == []
    finally:
        other.close()


def test_a_redirect_on_the_same_host_is_followed(client, invenio):
    invenio.fail("POST", "records$", {"status": 308, "headers": {"Location": "/api/records"}})
    client.send()
    assert invenio.drafts == ["abcde-00001"]
    invenio.fail(
        "GET", "files$", *[{"status": 302, "headers": {"Location": "/api/records/abcde-00001/draft/files"}}] * 9
    )
    with pytest.raises(IbidemError, match="in a circle"):
        client.send()


@pytest.mark.parametrize(
    "url",
    ["http://zenodo.org", "ftp://zenodo.org", "zenodo.org", "https://", "https://user:pw@zenodo.org", "https://zenodo.org:x",
     "https://zenodo.org/\r\nX: y", "http://127.0.0.1.example.org", "http://localhost.example.org", "https://zenodo.org?x", "file:///etc"],
)  # fmt: skip
def test_the_token_is_sent_to_no_such_address(url):
    def never(_):
        raise AssertionError("the token was asked for")

    with pytest.raises(IbidemError, match="--url") as caught:
        Repository(url, never, print)
    assert "pw" not in str(caught.value) and caught.value.args[0].isprintable()


@pytest.mark.parametrize(
    "url",
    ["https://zenodo.org", "https://data.example.org/rdm/", "http://127.0.0.1:8", "http://[::1]:8", "http://localhost"],
)
def test_addresses_that_are_taken(url):
    assert Repository(url, lambda host: Token("x"), print).url == url.rstrip("/")


def test_the_token_is_not_printed(client):
    token = Token(TOKEN)
    assert TOKEN not in f"{token} {token!r} {[token]} {vars(Repository(client.url, lambda host: token, print))}"
    with pytest.raises(TypeError):
        __import__("pickle").dumps(token)


def test_where_the_token_comes_from(monkeypatch):
    monkeypatch.setenv("IBIDEM_ZENODO_TOKEN", " abc \n")
    assert find("zenodo.org").header == "Bearer abc"
    monkeypatch.setenv("IBIDEM_ZENODO_TOKEN", f"{TOKEN}\r\nX-Other: 1")
    with pytest.raises(IbidemError, match="Copy it again") as caught:
        find("zenodo.org")
    assert TOKEN not in str(caught.value)
    monkeypatch.delenv("IBIDEM_ZENODO_TOKEN")
    with pytest.raises(IbidemError, match="IBIDEM_ZENODO_TOKEN"):
        find("zenodo.org")

    class Keyring:
        @staticmethod
        def get_password(service, name):
            return {("ibidem", "zenodo.org"): "of-the-keyring"}.get((service, name))

    monkeypatch.setitem(sys.modules, "keyring", Keyring)
    assert find("zenodo.org").header == "Bearer of-the-keyring"


# The command

HEADER = (
    "<fileDesc><titleStmt><title>Letters</title><author><persName><forename>Ada</forename> <surname>Lovelace</surname></persName></author></titleStmt>"
    '<publicationStmt><publisher>The Press</publisher><date when="2026-11-24"/><availability><licence target="https://creativecommons.org/licenses/by/4.0/">'
    "<p>CC BY</p></licence></availability></publicationStmt><sourceDesc><p>S</p></sourceDesc></fileDesc>"
    "<profileDesc><abstract><p>Some letters.</p></abstract></profileDesc>"
)


@pytest.fixture
def edition(tmp_path):
    text = tei("<p>Hello.</p>")
    start, end = text.index("<fileDesc>"), text.index("</fileDesc>") + len("</fileDesc>")
    (tmp_path / "tei").mkdir()
    (tmp_path / "tei" / "letters.xml").write_text(text[:start] + HEADER + text[end:], "utf-8")
    (tmp_path / "edition.toml").write_text('[edition]\ntitle = "Letters"\n')
    return tmp_path


def ibidem(folder, *arguments, **environment):
    known = {name: value for name, value in os.environ.items() if name != "IBIDEM_ZENODO_TOKEN"}
    result = subprocess.run(
        [sys.executable, "-m", "ibidem", *arguments], cwd=folder, capture_output=True, text=True, timeout=120, check=False,
        env={**known, **environment},
    )  # fmt: skip
    everything = result.stdout + result.stderr
    assert "Traceback" not in everything and TOKEN not in everything, everything
    for path in (folder / "build").rglob("*"):
        assert not path.is_file() or TOKEN.encode() not in path.read_bytes(), path
    return result


def test_the_command_deposits(edition, invenio):
    to = ("deposit", "--to", "zenodo", "--url", invenio.url)
    result = ibidem(edition, *to)
    assert result.returncode == 2 and "IBIDEM_ZENODO_TOKEN" in result.stderr and invenio.asked == []
    result = ibidem(edition, *to, IBIDEM_ZENODO_TOKEN="wrong")
    assert result.returncode == 2 and "does not accept the token" in result.stderr
    result = ibidem(edition, "--debug", *to, IBIDEM_ZENODO_TOKEN=TOKEN)
    assert result.returncode == 0, result.stderr
    assert f"Draft: {invenio.url}/uploads/abcde-00001" in result.stdout and invenio.published == []
    assert invenio.records["abcde-00001"]["metadata"]["title"] == "Letters"
    (edition / "edition.toml").write_text('[edition]\ntitle = "Letters"\n[record]\ncontact = "a@example.org"\n')
    result = ibidem(
        edition, *to, "--publish", IBIDEM_ZENODO_TOKEN=TOKEN
    )  # it is built again, and the draft is still known
    assert result.returncode == 0 and f"Published: {invenio.url}/records/abcde-00001" in result.stdout
    assert list(invenio.records) == ["abcde-00001"]


def test_the_command_with_a_repository_that_is_not_there(edition, invenio):
    invenio.close()
    (edition / "sitecustomize.py").write_text("import time; time.sleep = lambda seconds: None\n")
    result = ibidem(edition, "deposit", "--to", "zenodo", "--url", invenio.url, IBIDEM_ZENODO_TOKEN=TOKEN,
                    PYTHONPATH=f"{edition}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")  # fmt: skip
    assert (
        result.returncode == 2
        and "Connection refused" in result.stderr
        and "Run the same command again" in result.stderr
    )


def test_nothing_is_sent_unless_asked(edition, invenio):
    result = ibidem(edition, "deposit", "--url", invenio.url, IBIDEM_ZENODO_TOKEN=TOKEN)
    assert result.returncode == 0 and invenio.asked == []
    result = ibidem(edition, "deposit", "--publish", IBIDEM_ZENODO_TOKEN=TOKEN)
    assert result.returncode == 2 and "--to zenodo" in result.stderr


# The metadata


def test_the_metadata_are_of_the_shape_that_is_documented():
    made = body(FULL)["metadata"]
    assert made["creators"][0] == {
        "person_or_org": {
            "type": "personal", "family_name": "Müller-Łęcka", "given_name": "Żaneta",
            "identifiers": [{"scheme": "orcid", "identifier": "0000-0002-1825-0097"}, {"scheme": "gnd", "identifier": "118578537"}],
        },
        "affiliations": [{"name": "Uniwersytet Jagielloński"}],
    }  # fmt: skip
    assert made["creators"][1] == {
        "person_or_org": {"type": "personal", "family_name": "王小明"},
        "role": {"id": "editor"},
    }
    assert made["contributors"][0]["role"] == {"id": "other"}
    assert made["title"] == "Die Briefe & „Reden“ <1949>"
    assert made["additional_titles"][1] == {
        "title": "Letters and Speeches",
        "type": {"id": "translated-title"},
        "lang": {"id": "eng"},
    }
    assert made["rights"] == [{"id": "cc-by-4.0"}] and made["languages"] == [{"id": "deu"}, {"id": "rus"}]
    assert made["description"] == "<p>Briefe, ediert.</p><p>Zweiter Absatz.</p>"
    assert made["related_identifiers"] == [
        {"identifier": "10.1000/182", "scheme": "doi", "relation_type": {"id": "references"}}
    ]
    assert made["funding"] == [
        {"funder": {"name": "Deutsche Forschungsgemeinschaft"}, "award": {"title": {"en": "12345"}, "number": "12345"}}
    ]
    assert made["identifiers"][-1] == {"scheme": "url", "identifier": "https://example.org/briefe/"}


def test_no_text_of_a_header_is_markup_there():
    from ibidem.record.model import Words

    made = body(replace(FULL, abstracts=(Words("<script>alert(1)</script> & more"),), titles=(Title("<b>T</b>"),)))[
        "metadata"
    ]
    assert made["description"] == "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; more</p>"
    assert made["title"] == "<b>T</b>"
