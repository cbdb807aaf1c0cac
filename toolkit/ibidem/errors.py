"""What is raised when a call or an installation is at fault (a faulty edition is a list of findings instead)."""


class IbidemError(Exception):
    """A message for the user: it names the file and the remedy. The command line exits with `status`."""

    status = 2


class InternalError(IbidemError):
    """Something in Ibidem or its installation is broken."""

    status = 3
