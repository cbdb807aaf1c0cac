"""What is raised when a Schematron schema is not correct, or asks for what is not done here."""

from pathlib import Path

from ibidem.errors import IbidemError


class SchemaError(IbidemError):
    """A fault of a schema, with its file and line; `line` is 0 where there is none to name."""

    def __init__(self, message: str, file: Path, line: int = 0) -> None:
        super().__init__(f"{file}:{line}: {message}" if line else f"{file}: {message}")
