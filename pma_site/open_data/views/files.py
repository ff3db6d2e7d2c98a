"""The files of the datasets: streamed, open to every site, and « nothing new » for who has them already."""

from collections.abc import Callable, Iterable

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from pma_site.core.licence import open_to_all

from .. import writing
from ..datasets import BY_NAME
from ..declaring import CSV, GEOJSON, JSON
from ..forms import FileForm, TableForm
from ..validators import state_of


@require_safe
def csv_file(request, name):
    """A table: RFC 4180, or with `?tableur=1` as French spreadsheet programs open it."""
    dataset, form = _dataset(name), TableForm(request.GET)
    if not form.is_valid():
        return refused(form)
    for_office = bool(form.cleaned_data["tableur"])
    kind = "tableur" if for_office else "csv"
    return _answered(request, dataset, CSV, kind, lambda base: writing.csv_file(dataset, base, for_office))


@require_safe
def json_file(request, name):
    """Records by the names of their fields."""
    dataset, form = _dataset(name), FileForm(request.GET)
    if not form.is_valid():
        return refused(form)
    if dataset.json_at:
        return redirect(dataset.json_at, permanent=True)
    page = request.build_absolute_uri(reverse("open_data:dataset", args=[name]))
    return _answered(request, dataset, JSON, "json", lambda base: writing.json_file(dataset, base, page))


@require_safe
def geojson_file(request, name):
    """The same as places on a map."""
    dataset, form = _dataset(name), FileForm(request.GET)
    if dataset.place is None:
        raise Http404("no places")
    if not form.is_valid():
        return refused(form)
    return _answered(request, dataset, GEOJSON, "geojson", lambda base: writing.geojson_file(dataset, base))


def refused(form) -> HttpResponse:
    """Say in plain text what is wrong with an address (400)."""
    response = HttpResponse(form.refusal_in_words, status=400, content_type="text/plain; charset=utf-8")
    return open_to_all(response, fresh=0)


def base_of(request) -> str:
    """The address of the site, as it is asked for."""
    return request.build_absolute_uri("/")


def _dataset(name):
    if name not in BY_NAME:
        raise Http404("no such dataset")
    return BY_NAME[name]


def _answered(request, dataset, file, kind, write: Callable[[str], Iterable]) -> HttpResponse:
    base = base_of(request)
    state = state_of(dataset, base)
    # Weak: what is written now may be newer by minutes than what the mark was read of.
    etag = f'W/"{state.digest}-{kind}"'
    since = int(state.since.timestamp())
    response = get_conditional_response(request, etag=etag, last_modified=since)
    if response is None:
        response = StreamingHttpResponse(() if request.method == "HEAD" else write(base))
        response["Content-Type"] = f"{file.media_type}; charset=utf-8" if file is not GEOJSON else file.media_type
        shown = "attachment" if file is CSV else "inline"
        response["Content-Disposition"] = f'{shown}; filename="{dataset.name}.{file.name}"'
    response["ETag"], response["Last-Modified"] = etag, http_date(since)
    return open_to_all(response, state.fresh)
