"""« Après les élections »: the town halls gone through one after the other, confirmed or given their new mayor."""

from dataclasses import dataclass
from datetime import date

from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.http import urlencode
from wagtail.admin import messages

from pma_site.core.refusals import Refused

from .. import register
from ..forms.review import EmptySeatForm, OneForm, PlaceForm, ReplaceForm, SeenForm, TourForm, last_election
from ..models import Office
from .screens import for_keepers, frame

TITLE, ONE = "Après les élections", "Remplacer le maire"
# Where a session remembers the day its last new mayor began on: councils elect theirs on the same few days.
LAST_START = "readers_last_start"


@dataclass(frozen=True)
class Tour:
    """The town halls to go through: those of an intercommunality, or all, and the day they must be looked at from."""

    since: date
    epci: object = None
    # Whether only one of them is asked for, to change its mayor.
    single: bool = False

    @property
    def offices(self):
        """All of them, in the order of the tour."""
        offices = Office.objects.in_order()
        return offices.filter(commune__epci=self.epci) if self.epci else offices

    def places(self):
        """Their keys, and those of the ones still to be looked at, in order."""
        to_review = set(self.offices.to_review(self.since).order_by().values_list("pk", flat=True))
        places = list(self.offices.values_list("pk", flat=True))
        return places, [pk for pk in places if pk in to_review]

    def address(self, office_pk=None):
        """The address of the tour at a town hall, or at the first one that nobody looked at."""
        query = {"depuis": self.since.isoformat()}
        if self.epci:
            query["epci"] = self.epci.siren
        if office_pk:
            query["mairie"] = office_pk
        if self.single:
            query["seule"] = 1
        return f"{reverse('readers_review')}?{urlencode(query)}"


def after(places, left, pk):
    """The next key of `left` after `pk` in the order of `places`, round to its beginning; None for none."""
    others = [place for place in left if place != pk]
    if not others:
        return None
    rank = {place: number for number, place in enumerate(places)}
    here = rank.get(pk, -1)
    return next((place for place in others if rank[place] > here), others[0])


@for_keepers
def review(request):
    """Choose where the tour begins, or go on with it."""
    if "depuis" not in request.GET:
        return _start(request, TourForm(initial={"depuis": last_election()}))
    form, place = TourForm(request.GET), PlaceForm(request.GET)
    if not form.is_valid():
        return _start(request, form, 400)
    wanted = place.cleaned_data["mairie"] if place.is_valid() else None
    single = bool(wanted and place.cleaned_data["seule"])
    tour = Tour(form.cleaned_data["depuis"], form.cleaned_data["epci"], single)
    places, left = tour.places()
    pk = wanted if wanted in places else next(iter(left), None)
    if pk is None:
        return TemplateResponse(
            request, "readers/admin/review_over.html", {**frame(TITLE, "tasks"), "tour": tour, "places": places}
        )
    office = get_object_or_404(Office.objects.with_mayors(), pk=pk)
    return _one(request, tour, office, places, left)


def _start(request, form, status=200):
    context = {
        **frame(TITLE, "tasks"),
        "form": form,
        "media": form.media,
        "one": OneForm(Office.objects.in_order()),
        "since": last_election().isoformat(),
    }
    return TemplateResponse(request, "readers/admin/review_start.html", context, status=status)


def _one(request, tour, office, places, left):
    """Show one town hall, and do with it what is asked."""
    posted = request.POST if request.method == "POST" else None
    action = posted.get("action", "") if posted else ""
    seen = {"seen": office.fingerprint}
    forms = {
        "confirmer": SeenForm(posted if action == "confirmer" else None, initial=seen, auto_id="id_confirm_%s"),
        "remplacer": _replace_form(request, office, posted if action == "remplacer" else None, seen),
        "vacant": EmptySeatForm(posted if action == "vacant" else None, initial=seen, auto_id="id_empty_%s"),
    }
    onward = after(places, left, office.pk)
    status, refusal = 200, ""
    if posted is not None:
        status, form = 400, forms.get(action)
        if form and form.is_valid():
            try:
                said = _done(request, office, action, form.cleaned_data)
                messages.success(request, said, buttons=[messages.button(tour.address(office.pk), "Y revenir")])
                return redirect(Office.snippet_viewset.get_url_name("list") if tour.single else tour.address(onward))
            except register.SeveralNamesakesError:
                # Somebody of that name was entered this very moment.
                forms["remplacer"] = _replace_form(request, office, posted, seen)
            except register.ChangedMeanwhileError as error:
                status, refusal = 409, str(error)
                office = get_object_or_404(Office.objects.with_mayors(), pk=office.pk)
                _forget_what_was_seen(forms, action, office)
            except Refused as error:
                status, refusal = 409, str(error)
        for form in forms.values():
            _lead_to_the_first_mistake(form)
    elif tour.single:
        forms["remplacer"].fields["last_name"].widget.attrs["autofocus"] = True
    context = {
        **frame(ONE if tour.single else TITLE, "tasks"),
        "tour": tour,
        "office": office,
        "mandate": office.current_mandate,
        "others": Office.objects.filter(commune=office.commune).exclude(pk=office.pk).count(),
        "forms": forms,
        "action": action,
        "refusal": refusal,
        "is_reviewed": office.pk not in left,
        "done": len(places) - len(left),
        "total": len(places),
        "onward": tour.address(onward) if onward else "",
        "tour_address": tour.address(office.pk),
    }
    return TemplateResponse(request, "readers/admin/review.html", context, status=status)


def _replace_form(request, office, data, seen):
    names = [" ".join(data.get(name, "").split()) for name in ("first_name", "last_name")] if data else []
    found = register.namesakes(office, *names) if names else []
    day = parse_date(request.session.get(LAST_START, ""))
    initial = {**seen, **({"start": day} if day else {})}
    return ReplaceForm(data, initial=initial, namesakes=found if len(found) > 1 else [], auto_id="id_replace_%s")


def _done(request, office, action, said):
    """Do what was asked, and return how to tell it."""
    if action == "confirmer":
        register.confirm(office, **said, user=request.user)
        return f"« {office} » est confirmée."
    if action == "vacant":
        register.leave_seat_empty(office, **said, user=request.user)
        return f"« {office} » n’a plus de maire : le siège est noté vacant."
    mandate = register.replace_mayor(office, **said, user=request.user)
    request.session[LAST_START] = said["start"].isoformat()
    return f"« {office} » a pour maire {mandate.person}."


def _lead_to_the_first_mistake(form):
    for field in form.visible_fields():
        if field.errors:
            field.field.widget.attrs["autofocus"] = True
            return


def _forget_what_was_seen(forms, action, office):
    """Let the form be sent again, now that what changed is before the eyes."""
    for name, form in forms.items():
        if name == action:
            form.data = form.data.copy()
            form.data["seen"] = office.fingerprint
        else:
            form.initial["seen"] = office.fingerprint
