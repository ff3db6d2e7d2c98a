"""The private instruction of an edition of the label: who reads which application, and what they say of it.

Who runs the label (`may_run`) reads and decides everything; a member of a committee (`may_review`) reads the
applications that were put before it, and the opinions of that committee once they have given their own.
"""

from ..models import ApplicationFile, Hearing

RUN, REVIEW = "projects.change_labelcommittee", "projects.add_opinion"


def may_run(user) -> bool:
    """Whether an account runs the label: it reads all applications, and decides."""
    return user.has_perm(RUN)


def may_review(user) -> bool:
    """Whether an account may sit in a committee."""
    return user.has_perm(REVIEW)


def hearings_of(user):
    """What was put before the committees where an account sits: nothing else of an edition is for it to read.

    Who lost the role reads nothing, wherever their name still stands.
    """
    if not may_review(user):
        return Hearing.objects.none()
    standing = Hearing.objects.filter(application__in=_standing())
    return standing.filter(committee__members=user).select_related("committee__step", "application__edition")


def readable_files(user):
    """The files that an account may open: all that were deposited for who runs the label, those before it otherwise."""
    files = ApplicationFile.objects.deposited()
    if may_run(user):
        return files
    return files.filter(application__in=hearings_of(user).order_by().values("application"))


def _standing():
    return Hearing.application.field.related_model.objects.standing().order_by().values("pk")
