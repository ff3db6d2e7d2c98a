from django.urls import path
from wagtail import hooks

from . import admin_views


@hooks.register("register_reports_menu_item")
def offer_the_status():
    """Lead to how the site is."""
    return admin_views.StatusMenuItem()


@hooks.register("register_admin_urls")
def register_the_status():
    """How the site is."""
    return [path("etat-du-site/", admin_views.status, name="operations_status")]
