"""Refusals of the cellar, each with a status and a sentence that a person understands."""


class Refused(Exception):
    """An edit or a request that is not taken; `status` is an HTTP status, `why` a sentence."""

    def __init__(self, status: int, why: str, **extra: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why
        self.extra = extra
