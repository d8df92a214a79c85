"""What can go wrong with the server, in sentences for the person who started it."""


class ServerError(RuntimeError):
    """The database or a process could not be brought up; the message says why and what helps."""


class NotRunning(ServerError):
    """No instance runs on this data directory and none was to be started."""


class AlreadyRunning(ServerError):
    """Another supervisor holds this data directory."""
