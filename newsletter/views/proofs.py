"""What somebody without an account reads and answers under the secret address they were given."""

from functools import wraps

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pma_site.core.drafts import fingerprint
from pma_site.core.limits import within_limit
from pma_site.core.pdf import PdfError
from pma_site.core.refusals import Refused

from .. import proofreading
from ..forms.proofs import RemarkForm, SignOffForm
from ..models import Proof
from ..passages import passages
from . import drafts

# Answers and PDFs a link may ask for in ten minutes.
ANSWERS, PDFS, SPAN = 30, 20, 600
UNKNOWN = (
    "Ce lien de relecture ne mène à rien. Vérifiez qu’il est entier : une partie se perd parfois quand un message le "
    "coupe en deux lignes."
)
OVER = (
    "Ce lien de relecture n’est plus ouvert : sa date est passée, ou la rédaction l’a refermé. Si vous deviez encore "
    "relire, demandez-lui un nouveau lien."
)
TOO_MANY = "Beaucoup d’envois à la suite : patientez quelques minutes, puis envoyez de nouveau."
HEADERS = {
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",
}


def _excuse(request, title, words, status):
    return render(request, "newsletter/proof_excuse.html", {"title": title, "words": words}, status=status)


def for_readers(view):
    """Open a view to who holds the secret of an open link, and let nothing of it be kept, indexed or passed on.

    The view receives the request, the link and its secret. Whoever else asks learns nothing, not even of which issue.
    """

    @wraps(view)
    def answer(request, token, **kwargs):
        proof = Proof.objects.lent_as(token)
        if proof is None:
            response = _excuse(request, "Lien inconnu", UNKNOWN, 404)
        elif not proof.is_open:
            response = _excuse(request, "Relecture terminée", OVER, 410)
        else:
            response = view(request, proof, token, **kwargs)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return answer


def _with_form(response):
    # With « no-referrer » browsers hide where a form comes from, and Django then refuses it.
    response["Referrer-Policy"] = "same-origin"
    return response


def _bar(proof, token):
    version = fingerprint(proof.issue.get_latest_revision().content)
    return {"proof": proof, "token": token, "version": version}


@require_safe
@for_readers
def read(request, proof, token, kind=drafts.WEB):
    """The latest draft in one of its three outputs."""
    if kind == drafts.PDF and not within_limit(f"proof-pdf-{proof.pk}", PDFS, SPAN):
        return _excuse(request, "Le PDF est trop demandé", "Réessayez dans quelques minutes.", 429)
    try:
        return drafts.show(proof.issue.get_latest_revision_as_object(), request, kind, _bar(proof, token))
    except PdfError as error:
        return _excuse(request, "Le PDF n’a pas pu être fabriqué", str(error), 503)


@csrf_exempt
@require_POST
@for_readers
def open_(request, proof, token):
    """Note that the draft is before somebody's eyes: their browser says so, which no scanner of mail does.

    It needs no cookie against forgery: who knows the address may open it.
    """
    proofreading.note_opening(proof)
    return HttpResponse(status=204)


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def comment(request, proof, token):
    """Choose a passage, and write a remark on it."""
    found = passages(proof.issue.get_latest_revision_as_object())
    chosen = next((each for each in found if each.key == request.GET.get("passage")), None)
    # Whom the link was given to, who would otherwise type their name again with each remark; others write over it.
    initial = {"passage": chosen and chosen.key, "name": proof.reader}
    form = RemarkForm(request.POST or None, passages=found, initial=initial)
    status = 404 if "passage" in request.GET and chosen is None else 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            status = 429
            if within_limit(f"proof-{proof.pk}", ANSWERS, SPAN):
                said = form.cleaned_data
                passage = next(each for each in found if each.key == said["passage"])
                proofreading.comment(proof, passage=passage, name=said["name"], text=said["text"])
                return redirect(f"{request.path}?merci=1")
            form.add_error(None, TOO_MANY)
    context = {
        "title": "Commenter un passage",
        "standfirst": "Votre remarque va à la rédaction, avec votre nom. Elle n’est pas publique.",
        "form": form,
        "passages": found,
        "chosen": chosen,
        "thanks": "merci" in request.GET,
        "remarks": proof.comments.all(),
        "current": "commenter",
        **_bar(proof, token),
    }
    return _with_form(render(request, "newsletter/proof_comment.html", context, status=status))


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def sign_off(request, proof, token):
    """Give one's « bon à tirer » to the text that was shown."""
    bar = _bar(proof, token)
    seen = request.POST.get("version") or request.GET.get("version", "")
    form = SignOffForm(request.POST or None, initial={"version": seen})
    status, changed = 200, seen != bar["version"]
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                if within_limit(f"proof-{proof.pk}", ANSWERS, SPAN):
                    proofreading.sign_off(proof, **form.cleaned_data)
                    return redirect(f"{request.path}?merci=1")
                status = 429
                form.add_error(None, TOO_MANY)
            except Refused:
                status = 409
    context = {
        "title": "Bon à tirer",
        "standfirst": "Donner son bon à tirer, c’est dire que le numéro peut paraître tel que vous l’avez lu.",
        "form": form,
        "changed": changed,
        "thanks": "merci" in request.GET,
        "revision": proof.issue.latest_revision,
        "sign_offs": proof.sign_offs.all(),
        "current": "bon-a-tirer",
        **bar,
    }
    return _with_form(render(request, "newsletter/proof_sign_off.html", context, status=status))
