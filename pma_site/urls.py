"""Every address of the site: the rooms' own views first, then the tree of pages."""

from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from pma_site.core import page_passwords
from pma_site.core.security_contact import security_txt
from pma_site.core.views import media_of_team, public_media
from pma_site.open_data import feeds
from pma_site.open_data.api.endpoints import router as api_router
from pma_site.open_data.views import files, sitemaps
from pma_site.operations.views import health
from pma_site.readers.views import provider_events

urlpatterns = [
    # The one door. What the admin and pages behind a login have of their own for entering leads there: a password given
    # to them would open everything without the second factor.
    path("admin/acces/", include("pma_site.accounts.urls")),
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    # Before Wagtail's own, to which nothing of these addresses is left.
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        page_passwords.of_page,
    ),
    path("documents/authenticate_with_password/<int:restriction_id>/", page_passwords.of_collection),
    path("", include("pma_site.core.admin_places")),
    path("admin/", include(wagtailadmin_urls)),
    # Asked for by browsers of pages that name no icon, as the e-mail read online.
    path("favicon.ico", lambda request: redirect(static("images/favicon.png"))),
    path("documents/", include(wagtaildocs_urls)),
    # Asked by the machines that watch over the site.
    path("sante/", health, name="health"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemaps.sitemap, name="sitemap_part"),
    path("donnees/", include("pma_site.open_data.urls")),
    path("flux/<slug:name>.atom", feeds.feed, name="feed"),
    path("api/v2/", lambda request: redirect("open_data:api"), name="api_root"),
    path("api/v2/", api_router.urls),
    # Known by this address before the data had their own.
    path("communes/communes.csv", files.csv_file, {"name": "communes"}),
    path("communes/signaler/", include("pma_site.contributions.remark_urls")),
    path("communes/", include("pma_site.territory.urls")),
    path("appels/", include("pma_site.contributions.urls")),
    path("recherche/", include("pma_site.search.urls")),
    path("proposer-un-evenement/", include("agenda.proposal_urls")),
    path("abonnement/", include("pma_site.readers.urls")),
    # What the provider of mail tells; nothing is there while messages leave another way.
    path("courrier/<slug:provider>/tracking/", provider_events.webhook, name="provider_events"),
    path("agenda/", include("agenda.urls")),
    path("innov-in-artois/", include("projects.network_urls")),
    path("label-euralens/candidater/", include("projects.applying_urls")),
    path("", include("newsletter.urls")),
    path("", include("projects.urls")),
]

# Uploaded files, wherever they lie: the sizes of pictures and the faces of accounts are anybody's, under names that
# nobody guesses; all else, even half uploaded, is the team's, or handed out by an address that looks each time.
urlpatterns += [
    re_path(r"^media/(?P<name>(?:images|avatar_images)/[ -~]{1,200})$", public_media),
    re_path(r"^media/(?P<name>[ -~]{1,200})$", media_of_team, name="team_media"),
]

urlpatterns += [path("", include("pma_site.home.urls"))]

handler500 = "pma_site.core.views.server_error"
