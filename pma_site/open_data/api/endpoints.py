"""The read-only API, on Wagtail's own: pages that anybody may read, and the records of each dataset.

No image and no document is listed: pages say which they show. What is asked passes a form; nothing is searched here, as
/recherche/ does it, and nothing is ordered or filtered by what is not shown.
"""

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.urls import path, re_path
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.fields import Field as SerializedField
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from wagtail.api import APIField
from wagtail.api.v2.filters import ChildOfFilter, DescendantOfFilter, OrderingFilter
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import BaseAPIViewSet, PagesAPIViewSet
from wagtail.models import Page, Site

from pma_site.core.licence import open_to_all
from pma_site.core.models import BasePageQuerySet

from ..datasets import DATASETS
from ..datasets.label import next_announcement
from ..kept import KeptList
from ..validators import freshness
from .asking import DetailForm, ListForm, PagesForm
from .records import RECORDS, TYPES

_UNKNOWN = "Cette adresse ne mène à rien de public."
_NOT_ALLOWED = "L’API ne fait que lire : GET ou HEAD."


class _AlwaysJSON(BaseContentNegotiation):
    def select_parser(self, request, parsers):
        return parsers[0]

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class _RefusedError(Exception):
    def __init__(self, form):
        super().__init__(form)
        self.errors = form.refusal


class _ReadOnly:
    """What all endpoints have in common: who asks is not looked at, the answer is JSON, refusals are French."""

    renderer_classes = [JSONRenderer]
    authentication_classes = []
    permission_classes = [AllowAny]
    content_negotiation_class = _AlwaysJSON
    metadata_class = None
    http_method_names = ["get", "head"]
    list_form = ListForm
    # When time alone changes what is public.
    turns = None

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        form = self.form_of(request) if self.action == "listing_view" else DetailForm(request.GET)
        if not form.is_valid():
            raise _RefusedError(form)
        self.asked = form.cleaned_data

    def form_of(self, request):
        return self.list_form(request.GET)

    def check_query_parameters(self, queryset):
        """Done by the form."""

    def paginate_queryset(self, queryset):
        if name := self.kept_as():
            queryset = KeptList(name, queryset)
        return super().paginate_queryset(queryset)

    def kept_as(self):
        """What tells a list from others, where what it holds is kept in memory."""
        return

    def handle_exception(self, exc):
        if isinstance(exc, _RefusedError):
            said = {"message": "Cette demande n’est pas comprise.", "erreurs": exc.errors}
            return Response(said, status=status.HTTP_400_BAD_REQUEST)
        if isinstance(exc, BadRequestError):
            # What is left to Wagtail to find out: that there is no such parent.
            return Response({"message": "Page parente inconnue."}, status=status.HTTP_400_BAD_REQUEST)
        if isinstance(exc, Http404):
            return Response({"message": _UNKNOWN}, status=status.HTTP_404_NOT_FOUND)
        if isinstance(exc, APIException):
            return Response({"message": _NOT_ALLOWED}, status=exc.status_code)
        return super().handle_exception(exc)

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        del response["Vary"]
        return open_to_all(response, freshness(self.turns() if self.turns else None))


class _Values(SerializedField):
    """The public fields of a page."""

    def get_attribute(self, instance):
        return instance

    def to_representation(self, page):
        record, base = RECORDS[type(page)], self.context["request"].build_absolute_uri("/")
        found = record.of(page)
        return {field.name: field.value(found, base) for field in record.fields}


class _Words(SerializedField):
    """The text of a page, as search reads it."""

    def get_attribute(self, instance):
        return instance

    def to_representation(self, page):
        return "\n".join(" ".join(str(part).split()) for part in page.searchable_texts() if part)


class PagesEndpoint(_ReadOnly, PagesAPIViewSet):
    """/api/v2/pages/: every page that anybody may read."""

    filter_backends = [ChildOfFilter, DescendantOfFilter, OrderingFilter]
    body_fields = [
        "id",
        "title",
        APIField("donnees", serializer=_Values()),
        APIField("texte", serializer=_Words()),
    ]
    meta_fields = [
        "type",
        "detail_url",
        "html_url",
        "slug",
        "search_description",
        "first_published_at",
        "last_published_at",
        "parent",
    ]
    detail_only_fields = ["parent", "texte"]
    turns = staticmethod(next_announcement)

    def form_of(self, request):
        return PagesForm(request.GET, TYPES)

    def get_base_queryset(self):
        root = Site.find_for_request(self.request).root_page
        pages = BasePageQuerySet(Page).online().descendant_of(root, inclusive=True)
        return pages.type(*RECORDS)

    def get_queryset(self):
        model = TYPES.get(self.request.GET.get("type"))
        pages = self.get_base_queryset()
        if model:
            # Asked of each page: a list of all of them would be made first.
            pages = RECORDS[model].pages().filter(Exists(pages.order_by().filter(pk=OuterRef("pk"))))
        if self.request.GET.get("slug"):
            pages = pages.filter(slug=self.request.GET["slug"])
        return pages.order_by("id")

    def kept_as(self):
        record = RECORDS.get(TYPES.get(self.asked["type"]))
        if record and not record.is_kept:
            return None
        asked = tuple(self.asked[name] for name in ("type", "slug", "child_of", "descendant_of", "order"))
        return Site.find_for_request(self.request).pk, *asked

    def get_object(self):
        page = super(PagesAPIViewSet, self).get_object()
        model = page.specific_class
        return RECORDS[model].pages().get(pk=page.pk) if model is not type(page) else page

    @classmethod
    def get_body_fields(cls, model):
        # What models may say for other APIs does not come out here.
        return cls._convert_api_fields(cls.body_fields)

    @classmethod
    def get_meta_fields(cls, model):
        return cls._convert_api_fields(cls.meta_fields)

    @classmethod
    def get_detail_default_fields(cls, model):
        return cls.get_available_fields(model)

    @classmethod
    def get_listing_default_fields(cls, model):
        return cls.listing_default_fields[:]

    @classmethod
    def get_urlpatterns(cls):
        return [
            path("", cls.as_view({"get": "listing_view"}), name="listing"),
            re_path(r"^(?P<pk>[0-9]{1,9})/$", cls.as_view({"get": "detail_view"}), name="detail"),
        ]


class RecordsEndpoint(_ReadOnly, BaseAPIViewSet):
    """/api/v2/communes/ and alike: the records of a dataset, by its stable identifiers."""

    dataset = None
    # Of no model: pages are looked up among pages.
    model = type(None)

    def get_queryset(self):
        return self.dataset.rows()

    def kept_as(self):
        return self.dataset.name if self.dataset.is_kept else None

    def listing_view(self, request):
        rows = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response([self._record(row) for row in rows])

    def detail_view(self, request, pk):
        try:
            found = self.get_queryset().filter(**{self.dataset.key: pk}).first()
        except (ValidationError, ValueError, OverflowError):
            found = None
        if found is None:
            raise Http404
        return Response(self._record(found))

    def _record(self, row):
        return self.dataset.record(row, self.request.build_absolute_uri("/"))

    @classmethod
    def get_urlpatterns(cls):
        return [
            path("", cls.as_view({"get": "listing_view"}), name="listing"),
            re_path(r"^(?P<pk>[-0-9A-Za-z]{1,40})/$", cls.as_view({"get": "detail_view"}), name="detail"),
        ]


def documented_types():
    """The types of pages for the documentation: name, words, fields."""
    return [
        {"name": name, "words": model._meta.verbose_name, "fields": RECORDS[model].fields}
        for name, model in TYPES.items()
    ]


router = WagtailAPIRouter("api")
router.register_endpoint("pages", PagesEndpoint)
for _dataset in DATASETS:
    _turns = staticmethod(_dataset.turns) if _dataset.turns else None
    _endpoint = type(f"{_dataset.name}-endpoint", (RecordsEndpoint,), {"dataset": _dataset, "turns": _turns})
    router.register_endpoint(_dataset.name, _endpoint)
