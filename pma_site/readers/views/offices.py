"""The page that the labels of a town hall lead to: how it receives the letter, and what it would rather have."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from pma_site.core.limits import within_limit

from .. import links, register
from ..forms.wishes import WishForm
from ..models import Office
from .frame import private

# Answers that a label's page takes in ten minutes.
ANSWERS, SPAN = 10, 600
UNKNOWN = (
    "Cette adresse ne mène à aucune mairie. Si vous l’avez lue sur une étiquette, photographiez de nouveau son code en "
    "entier, ou écrivez-nous."
)
TOO_MANY = "Beaucoup de demandes à la suite : patientez quelques minutes, puis recommencez."
THANKS = {
    "poste-arretee": "C’est noté : plus rien ne sera posté à la mairie.",
    "poste-reprise": "C’est noté : la lettre sera de nouveau postée à la mairie.",
    "courriel": "Votre demande est transmise. L’équipe de la lettre la vérifie avant d’envoyer quoi que ce soit.",
}


@require_http_methods(["GET", "HEAD", "POST"])
@private
def office(request, token):
    """Show a town hall how it receives the letter; take what it asks for."""
    key = links.office_behind(token)
    shown = Office.objects.with_mayors().with_channels().filter(pk=key).first() if key else None
    if shown is None:
        return render(request, "readers/office_unknown.html", {"title": "Page inconnue", "words": UNKNOWN}, status=404)
    return _page(request, shown)


def _page(request, shown):
    form, status, trouble = WishForm(), 200, ""
    if request.method == "POST":
        status, action = 400, request.POST.get("action")
        form = WishForm(request.POST if action == "courriel" else None)
        if not within_limit(f"office-{shown.pk}", ANSWERS, SPAN):
            status, trouble = 429, TOO_MANY
        elif done := _done(shown, action, form):
            return redirect(f"{request.path}?fait={done}")
    context = {
        "title": shown.name,
        "office": shown,
        "form": form,
        "trouble": trouble,
        "thanks": THANKS.get(request.GET.get("fait", ""), ""),
        "email": _masked(shown.email),
    }
    return render(request, "readers/office.html", context, status=status)


def _done(shown, action, form):
    """Do what was asked; return its name, or None for what cannot be done."""
    if action == "poste-arretee":
        register.stop_post(shown)
        return action
    if action == "poste-reprise":
        register.resume_post(shown)
        return action
    if action == "courriel" and form.is_valid():
        register.wish_email(shown, form.cleaned_data["email"])
        return action
    return None


def _masked(address):
    """Return what of an address its owner recognises and nobody else can use."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}" if local else ""
