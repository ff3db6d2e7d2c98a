"""What a reader, or a town hall, sees and changes of what is kept of them, behind a link of their own."""

from functools import wraps

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from pma_site.core.limits import within_limit
from pma_site.core.refusals import Refused
from pma_site.territory.models import Commune

from .. import access, leaving, links, moving, subscriptions
from ..choices import LeavingWay, ReadingState
from ..forms.subscribing import ChannelsForm, CommuneForm, NewAddressForm
from ..models import Recipient
from ..wording import CONSENT, MOVE
from .frame import TOO_MANY, WRITTEN_TODAY, may_ask, place, private, unknown_link, written_again

# Addresses that one reader may try to move to in a day.
MOVES, DAY = 5, 24 * 3600
FILE = "mes-donnees-la-lettre-aux-maires.json"
# What was just done, as the page says it afterwards.
DONE = {
    "revenu": "C’est annulé : vous recevez toujours la lettre.",
    "commune": "Votre commune est enregistrée.",
    "envoi": "Votre choix est enregistré.",
    "adresse": "Un message part vers la nouvelle adresse : ouvrez-le et confirmez. D’ici là, rien ne change. Si nous y "
    "avons déjà écrit aujourd’hui, ce message ne part pas : recommencez demain.",
    "quitter": "C’est fait : vous ne recevrez plus la lettre par courriel.",
    "confirmee": "Votre nouvelle adresse est confirmée : la lettre y arrivera désormais.",
}


def for_holders(view):
    """Open a view to who holds the link by which a recipient is managed.

    That of an address they moved from opens nothing: somebody else may read that box today. It only has the link of
    the new address sent there.
    """

    @wraps(view)
    def answer(request, token):
        code = links.managing(token)
        found = Recipient.objects.filter(code=code).first() if code else None
        if found is None:
            return unknown_link(request)
        if found.moved_to_id:
            return _moved(request, found)
        here = Recipient.objects.select_related("subscription__commune", "elected__person", "tester")
        return view(request, token, here.get(pk=found.pk))

    return private(answer)


def _moved(request, former):
    """The page of who holds the link of a former address."""
    problem, status = "", 200
    if request.method == "POST":
        problem, status = WRITTEN_TODAY, 409
        if request.POST.get("faire") != "lien":
            problem = "Ce lien ne change plus rien."
        elif not may_ask(request):
            problem, status = TOO_MANY, 429
        else:
            try:
                if subscriptions.send_manage_link(former.followed):
                    return redirect("readers:asked")
            except Refused as refusal:
                problem = str(refusal)
    context = {
        "title": "Vous avez changé d’adresse",
        "former": former,
        "recipient": former.followed,
        "leave_address": links.leave_address(former),
        "problem": problem,
    }
    return render(request, "readers/moved.html", context, status=status)


class _Desk:
    """The page as it stands for one recipient, and what each of its forms does."""

    def __init__(self, request, recipient):
        self.request, self.recipient = request, recipient
        self.forms, self.problem = {}, ""
        self.gets_email = recipient.state != ReadingState.LEFT
        self.offices = list(recipient.offices.select_related("commune"))

    def commune_form(self, data=None):
        subscription = getattr(self.recipient, "subscription", None)
        chosen = subscription.commune.insee_code if subscription and subscription.commune else ""
        return CommuneForm(data, communes=Commune.objects.all(), initial={"commune": chosen})

    def channels_form(self, office, data=None):
        values = {"by_post": office.takes_post, "by_email": office.by_email}
        return ChannelsForm(data, prefix=f"mairie-{office.pk}", by_email=self.gets_email, initial=values)

    def do_commune(self, data):
        self.forms["commune"] = form = self.commune_form(data)
        if form.is_valid():
            subscriptions.change_commune(self.recipient, form.cleaned_data["commune"])
            return self.done("commune")
        return None

    def do_envoi(self, data):
        office = next((office for office in self.offices if str(office.pk) == data.get("mairie")), None)
        if office is None:
            raise Refused("Cette mairie n’a plus cette adresse.")
        form = self.channels_form(office, data)
        if form.is_valid():
            subscriptions.choose_channels(self.recipient, office, **form.cleaned_data)
            return self.done("envoi")
        return None

    def do_adresse(self, data):
        self.forms["adresse"] = form = NewAddressForm(data)
        if not form.is_valid():
            return None
        if not may_ask(self.request) or not within_limit(f"adresse-{self.recipient.pk}", MOVES, DAY):
            form.add_error(None, TOO_MANY)
            return None
        try:
            moving.move(self.recipient, form.cleaned_data["email"])
        except Refused as refusal:
            form.add_error("email", str(refusal))
            return None
        return self.done("adresse")

    def do_quitter(self, data):
        leaving.leave(self.recipient.code, LeavingWay.MANAGE)
        return self.done("quitter")

    def do_revenir(self, data):
        response, self.problem = written_again(self.request, self.recipient)
        return response

    def do_donnees(self, data):
        return JsonResponse(
            access.download(self.recipient),
            json_dumps_params={"ensure_ascii": False, "indent": 2},
            headers={"Content-Disposition": f'attachment; filename="{FILE}"'},
        )

    def done(self, what):
        return redirect(f"{self.request.path}?fait={what}")

    def context(self, token):
        recipient = self.recipient
        return {
            "title": "Gérer mon abonnement",
            "token": token,
            "recipient": recipient,
            "subscription": getattr(recipient, "subscription", None),
            "elected": getattr(recipient, "elected", None),
            "tester": getattr(recipient, "tester", None),
            "gets_email": self.gets_email,
            "may_move": recipient.state in (ReadingState.ACTIVE, ReadingState.SUSPENDED),
            "offices": [(office, self.channels_form(office)) for office in self.offices],
            "commune_form": self.forms.get("commune") or self.commune_form(),
            "address_form": self.forms.get("adresse") or NewAddressForm(),
            "faulty": next((form for form in self.forms.values() if form.errors), None),
            "consent": CONSENT.text,
            "problem": self.problem,
            "done": DONE.get(self.request.GET.get("fait"), ""),
        }


_ACTS = {
    "commune": _Desk.do_commune,
    "envoi": _Desk.do_envoi,
    "adresse": _Desk.do_adresse,
    "quitter": _Desk.do_quitter,
    "revenir": _Desk.do_revenir,
    "donnees": _Desk.do_donnees,
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_holders
def manage(request, token, recipient):
    """What is kept of a recipient, and a form for each thing they may change; each form names what it does."""
    desk, status = _Desk(request, recipient), 200
    if request.method == "POST":
        act, status = _ACTS.get(request.POST.get("faire")), 400
        try:
            if act and (response := act(desk, request.POST)):
                return response
        except Refused as refusal:
            desk.problem, status = str(refusal), 409
    return render(request, "readers/manage.html", desk.context(token), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_holders
def erase(request, token, recipient):
    """Have everything erased: a page that says what that means, with one button."""
    if request.method == "POST":
        leaving.erase(recipient)
        return render(request, "readers/erased.html", {"title": "Vos données sont effacées"})
    context = {"title": "Effacer mes données", "token": token, "recipient": recipient}
    return render(request, "readers/erase.html", {**context, "offices": recipient.offices.all()})


@require_http_methods(["GET", "HEAD", "POST"])
@private
def confirm_move(request, token):
    """One button, by which the owner of a new address takes over what went to the former one."""
    try:
        codes = links.moving(token)
        if codes is None:
            return unknown_link(request)
        former, code = codes
        moved = Recipient.objects.filter(code=code, moved_from__code=former).first()
        if not moved and request.method == "POST":
            moved = moving.confirm_move(former, code, place(request))
        if moved:
            return redirect(f"{links.manage_path(moved)}?fait=confirmee")
        here, there, _ = moving.move_asked(former, code)
    except (links.ExpiredError, Refused):
        return render(request, "readers/move_expired.html", {"title": "Ce lien n’est plus ouvert"}, status=410)
    context = {"title": "Confirmez votre nouvelle adresse", "recipient": there, "former": here}
    return render(request, "readers/move.html", {**context, "consent": MOVE.text})
