"""What calls offer to the pages of other parts, by name."""

from django import template

from pma_site.contributions.models import Call

register = template.Library()


@register.simple_tag(takes_context=True)
def call_now(context, slug):
    """Say where the call of that `slug` stands now: `is_over`, and the `words` of the link to it; None without one.

    A letter that was sent says for ever until when one could answer; its page says whether one still can. All calls
    that are not over are read at once, once a request.
    """
    if not slug:
        return None
    request = context.get("request") or getattr(context, "request", None)
    known = getattr(request, "calls_to_answer", None)
    if known is None:
        known = {call.slug: call for call in Call.objects.not_closed()}
        if request is not None:
            request.calls_to_answer = known
    call = known.get(slug)
    if call is None:
        return {"is_over": True, "words": "Cet appel ne reçoit plus de réponses."}
    return {"is_over": False, "words": call.invitation}
