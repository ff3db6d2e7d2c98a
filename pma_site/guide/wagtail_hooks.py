from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import views


@hooks.register("register_admin_urls")
def register_the_guide():
    """The guide and its pages."""
    return [
        path("aide/", views.cover, name="guide_cover"),
        path("aide/<slug:slug>/", views.chapter, name="guide_chapter"),
    ]


@hooks.register("register_help_menu_item")
def offer_the_guide():
    """Lead everybody to the guide."""
    return MenuItem("Guide de rédaction", reverse("guide_cover"), name="guide", icon_name="doc-full", order=10)


@hooks.register("register_help_menu_item")
def offer_what_to_do_if():
    """Lead whoever is stuck straight to the way out."""
    address = reverse("guide_chapter", args=["que-faire-si"])
    return MenuItem("Que faire si…", address, name="que-faire-si", icon_name="warning", order=20)


@hooks.register("register_help_menu_item")
def offer_the_glossary():
    """Lead to what words mean."""
    return MenuItem(
        "Glossaire", reverse("guide_chapter", args=["glossaire"]), "glossaire", icon_name="list-ul", order=30
    )
