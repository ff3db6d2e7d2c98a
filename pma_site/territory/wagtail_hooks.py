from wagtail.snippets.models import register_snippet

from .viewsets import TerritoryViewSetGroup

register_snippet(TerritoryViewSetGroup)
