"""What is raised when a schema is not a correct RELAX NG schema."""

from ibidem.errors import IbidemError


class SchemaError(IbidemError):
    """A fault of a schema, with its place; `line` is 0 where there is none to name."""

    def __init__(self, message: str, file: str = "", line: int = 0) -> None:
        place = f"{file}:{line}" if file and line else file
        super().__init__(f"{place}: {message}" if place else message)
        self.message = message
        self.file = file
        self.line = line
