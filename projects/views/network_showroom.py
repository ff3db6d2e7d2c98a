"""« Le showroom »: the objects that members lent, as photographs."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pma_site.core.alphabet import InFrench
from pma_site.core.shelf_life import reading

from ..models import MemberPage
from ..models.network_directory import MEMBERS_A_PAGE
from .network_frame import around

ABOUT = "Un objet par membre : ce que les innovateurs de l’Artois inventent, fabriquent ou réparent."


@require_safe
@reading("page")
def showroom(request):
    """The objects of which there is a picture, by the name of their member."""
    objects = MemberPage.objects.with_object().defer("body").order_by(InFrench("title"), "pk")
    context = {
        **around(request),
        "title": "Le showroom",
        "description": ABOUT,
        "members": Paginator(objects, MEMBERS_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "projects/network/showroom.html", context)
