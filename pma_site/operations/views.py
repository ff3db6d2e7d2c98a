"""« /sante/ »: what machines that watch over the site ask."""

from django.conf import settings
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import vitals
from .findings import State, worst

# Without these this machine can serve nobody: a front server sends its visitors to another one.
NEEDED = ("database", "disk")


@never_cache
@require_safe
def health(request):
    """200 while this machine can serve, otherwise 503; with `?tout=1` 503 as soon as anything needs mending.

    It names what was looked at and how it stands, and nothing else: anybody may ask.
    """
    found = vitals.quick()
    asked = found if request.GET.get("tout") == "1" else [each for each in found if each.key in NEEDED]
    return JsonResponse(
        {
            "status": worst(found).code,
            "release": settings.RELEASE,
            "checks": {finding.key: finding.state.code for finding in found},
        },
        status=503 if worst(asked) == State.BAD else 200,
    )
