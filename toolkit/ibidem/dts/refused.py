"""What a request for which there is no answer is told."""


class Refused(Exception):
    """A status of HTTP (400 or 404), and a sentence that says what is wrong."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def bad(message: str) -> Refused:
    """The request itself is wrong."""
    return Refused(400, message)


def missing(message: str) -> Refused:
    """What is asked for is not there."""
    return Refused(404, message)
