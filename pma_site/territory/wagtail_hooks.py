from wagtail import hooks
from wagtail.snippets.models import register_snippet

from . import rich_text
from .viewsets import TerritoryViewSetGroup

register_snippet(TerritoryViewSetGroup)

# After Wagtail's own, whose rule for links it completes.
hooks.register("register_rich_text_features", rich_text.register, order=10)
