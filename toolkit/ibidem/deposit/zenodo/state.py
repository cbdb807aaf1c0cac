"""What a repository has received of an edition, kept beside the packages so that a broken deposit is gone on with."""

import json
import re
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ibidem.build import STATE
from ibidem.edit import write_whole


@dataclass(frozen=True, slots=True)
class State:
    """The draft or record: its identifier, whether it is published, a digest of what was published, and the version before. No token is in it."""

    id: str = ""
    published: bool = False
    content: str = ""
    before: str = ""


class Kept:
    """The state for one repository, in a file of the folder of packages."""

    def __init__(self, folder: Path, host: str) -> None:
        self._path = folder / (re.sub(r"[^A-Za-z0-9.-]", "-", host) + STATE)
        self.state = self._load()

    def _load(self) -> State:
        try:
            data = json.loads(self._path.read_bytes())
            state = State(str(data["id"]), bool(data["published"]), str(data["content"]), str(data["before"]))
        except (OSError, ValueError, KeyError, TypeError):
            return State()
        return state if is_identifier(state.id) and (not state.before or is_identifier(state.before)) else State()

    def keep(self, **changes: str | bool) -> None:
        """Change the state, on the disk too."""
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        write_whole(self._path, json.dumps(asdict(self.state), indent=1).encode() + b"\n")


def is_identifier(text: str) -> bool:
    """Whether a text is an identifier of a record, and can be a part of an address."""
    return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", text) is not None
