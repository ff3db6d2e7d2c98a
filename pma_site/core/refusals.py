"""A rule of the business that says no, in words for who asked."""


class Refused(Exception):  # noqa: N818 - what happened, not a fault
    """What was asked may not be done; the message, in French, says why and what to do instead.

    `address` is the page to go back to. In the admin, core.middleware shows the message there.
    """

    def __init__(self, message, address=""):
        super().__init__(message)
        self.address = address
