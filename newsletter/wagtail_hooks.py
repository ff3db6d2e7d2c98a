from wagtail.snippets.models import register_snippet

from .viewsets import IndicatorValueViewSet, IndicatorViewSet

register_snippet(IndicatorViewSet)
register_snippet(IndicatorValueViewSet)
