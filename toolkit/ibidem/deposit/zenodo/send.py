"""The way of a package to a repository: draft, files, checksums, and publication where it is asked for."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ibidem.deposit.invenio import METADATA
from ibidem.deposit.zenodo.http import Answer, Broken, Repository
from ibidem.deposit.zenodo.state import Kept, is_identifier
from ibidem.errors import IbidemError
from ibidem.report import plain

_RECORDS = "/api/records"


@dataclass(frozen=True, slots=True)
class Sent:
    """Where the edition is now in the repository, and what the repository finds wanting in its metadata."""

    address: str
    published: bool
    complaints: tuple[str, ...] = ()


def send(package: Path, repository: Repository, kept: Kept, tell: Callable[[str], None], *, publish: bool) -> Sent:
    """Bring a package into a draft, and publish it if that is wanted. What an earlier run has done is not done again."""
    files = {path.name: path for path in sorted(package.iterdir()) if path.is_file() and path.name != METADATA}
    sums = {name: _md5(path) for name, path in files.items()}
    metadata = (package / METADATA).read_bytes()
    content = hashlib.sha256(metadata + json.dumps(sums, sort_keys=True).encode()).hexdigest()
    if kept.state.published and kept.state.content == content:
        return Sent(_page(repository, kept, published=True), published=True)
    deposit = _Deposit(repository, kept, tell)
    complaints = deposit.describe(json.loads(metadata))
    deposit.upload(files, sums)
    if not publish:
        return Sent(_page(repository, kept, published=False), published=False, complaints=complaints)
    if complaints:
        page = _page(repository, kept, published=False)
        raise IbidemError(
            f"{repository.name} finds the metadata wanting: {' '.join(complaints)} Nothing was published; the draft is at {page}"
        )
    deposit.publish(content)
    return Sent(_page(repository, kept, published=True), published=True)


def _page(repository: Repository, kept: Kept, *, published: bool) -> str:
    return f"{repository.url}/{'records' if published else 'uploads'}/{kept.state.id}"


def _md5(path: Path) -> str:
    """The checksum that InvenioRDM gives of what it received."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


@dataclass(frozen=True, eq=False)
class _Deposit:
    """The steps with one draft."""

    repository: Repository
    kept: Kept
    tell: Callable[[str], None]

    @property
    def _draft(self) -> str:
        return f"{_RECORDS}/{self.kept.state.id}/draft"

    def describe(self, body: Any) -> tuple[str, ...]:
        """Write the metadata into the draft, which is made if there is none; what the repository finds wanting in them."""
        for _ in range(3):
            if (complaints := self._described(body)) is not None:
                return complaints
        raise IbidemError(f"{self.repository.name} says of its own draft that it is not there. Look at --url.")

    def _described(self, body: Any) -> tuple[str, ...] | None:
        """One attempt; None where the draft is another thing than was thought, which is known now."""
        if self.kept.state.published:
            self._new_version()
        if not self.kept.state.id:
            return self._create(body)
        answer = self.repository.ask("PUT", self._draft, body)
        if answer.status == 200:
            return _complaints(answer)
        if answer.status not in (403, 404, 410):
            raise self._refused(answer, "the metadata")
        if self._is_published():  # on the page of the repository
            self.kept.keep(published=True, content="")
            return None
        if answer.status == 403:
            raise self._refused(answer, "the metadata")
        self.tell(f"the draft {self.kept.state.id} is no longer there; making another")
        before = self.kept.state.before
        self.kept.keep(id=before, published=bool(before), content="", before="")
        return None

    def _create(self, body: Any) -> tuple[str, ...]:
        self.tell(f"making a draft at {self.repository.name}")
        answer = self._once("POST", _RECORDS, "a draft", body)
        if answer.status != 201:
            raise self._refused(answer, "a new draft")
        self.kept.keep(id=_identifier(answer), published=False, content="")
        return _complaints(answer)

    def _new_version(self) -> None:
        self.tell("making a draft of a new version")
        answer = self._once("POST", f"{_RECORDS}/{self.kept.state.id}/versions", "a new version")
        if answer.status != 201:
            raise self._refused(answer, "a new version")
        self.kept.keep(id=_identifier(answer), published=False, content="", before=self.kept.state.id)

    def _once(self, method: str, path: str, what: str, body: Any = None) -> Answer:
        """A request of which nobody knows, when the connection breaks, whether it was done."""
        try:
            return self.repository.ask(method, path, body, again=False)
        except Broken as broken:
            raise IbidemError(
                f"The connection to {self.repository.name} failed ({broken}) while {what} was being made; it may be there or not. "
                f"Look at {self.repository.url}/me/uploads, delete what is too many, and run the same command again."
            ) from None

    def upload(self, files: Mapping[str, Path], sums: Mapping[str, str]) -> None:
        """Bring the files of the draft into line with those of the package."""
        there = self._files()
        for name in there:
            if name not in files:
                self._delete(name)
        for name, path in files.items():
            if _is_same(there.get(name), sums[name]):
                continue
            if name in there:
                self._delete(name)
            self._upload(name, path, sums[name])

    def _files(self) -> dict[str, Any]:
        answer = self.repository.ask("GET", f"{self._draft}/files")
        entries = answer.body.get("entries") if isinstance(answer.body, dict) else None
        if answer.status != 200 or not isinstance(entries, list):
            raise self._refused(answer, "the list of files")
        return {str(entry["key"]): entry for entry in entries if isinstance(entry, dict) and "key" in entry}

    def _upload(self, name: str, path: Path, digest: str) -> None:
        """Upload a file; what arrived wrong is sent once more."""
        for _ in range(2):
            self.tell(f"uploading {name} ({path.stat().st_size / 2**20:.1f} MiB)")
            answer = self.repository.ask("POST", f"{self._draft}/files", [{"key": name}])
            if answer.status != 201 and name not in self._files():
                raise self._refused(answer, name)
            address = f"{self._draft}/files/{quote(name, safe='')}"
            answer = self.repository.ask("PUT", f"{address}/content", file=path)
            if answer.status != 200:
                raise self._refused(answer, name)
            answer = self.repository.ask("POST", f"{address}/commit")
            if _is_same(answer.body if answer.status == 200 else self._files().get(name), digest):
                return
            self._delete(name)
        raise IbidemError(
            f"{name} arrived at {self.repository.name} with other bytes than it has here, twice. Nothing was published. Run the same command again."
        )

    def _delete(self, name: str) -> None:
        answer = self.repository.ask("DELETE", f"{self._draft}/files/{quote(name, safe='')}")
        if answer.status not in (204, 404):
            raise self._refused(answer, name)

    def publish(self, content: str) -> None:
        """Publish the draft. Where the connection breaks, the repository is asked whether it did."""
        self.tell("publishing")
        try:
            answer = self.repository.ask("POST", f"{self._draft}/actions/publish", again=False)
        except Broken as broken:
            if not self._is_published():
                raise IbidemError(
                    f"The connection to {self.repository.name} failed ({broken}), and the draft is not published. Run the same command again."
                ) from None
        else:
            if answer.status not in (200, 202) and not self._is_published():
                raise self._refused(answer, "the publication")
        self.kept.keep(published=True, content=content)

    def _is_published(self) -> bool:
        answer = self.repository.ask("GET", f"{_RECORDS}/{self.kept.state.id}")
        return answer.status == 200

    def _refused(self, answer: Answer, what: str) -> IbidemError:
        name = self.repository.name
        if answer.status in (401, 403):
            return IbidemError(
                f"{name} does not accept the token ({answer.status}). It may have expired, be of another repository, or lack "
                f"deposit:write or deposit:actions. Make another at {self.repository.url}/account/settings/applications/"
            )
        complaints = " ".join(_complaints(answer))
        said = " ".join(filter(None, [answer.message, complaints])) or "no reason is given"
        return IbidemError(f"{name} does not take {plain(what)} ({answer.status}): {said}")


def _identifier(answer: Answer) -> str:
    found = str(answer.body.get("id", "")) if isinstance(answer.body, dict) else ""
    if not is_identifier(found):
        raise IbidemError("The repository made a draft and does not say which. Is it an InvenioRDM? Look at --url.")
    return found


def _complaints(answer: Answer) -> tuple[str, ...]:
    """What a repository says of single fields, each as a sentence."""
    errors = answer.body.get("errors") if isinstance(answer.body, dict) else None
    found = []
    for error in errors if isinstance(errors, list) else []:
        if isinstance(error, dict):
            messages = error.get("messages") or [error.get("message", "")]
            said = ", ".join(map(str, messages if isinstance(messages, list) else [messages]))
            found.append(f"{plain(str(error.get('field', '')))[:80]}: {plain(said)[:200]}".rstrip(".") + ".")
    return tuple(found)


def _is_same(entry: Any, digest: str) -> bool:
    """Whether a file of the draft is complete and has these bytes."""
    return isinstance(entry, dict) and entry.get("status") == "completed" and entry.get("checksum") == f"md5:{digest}"
