"""Pictures and documents in the API of the admin, for the roles that work with them."""

from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet

from .media_privacy import of_the_team


class _OwnOnly:
    def get_queryset(self):
        own = of_the_team(self.model, self.request.user).order_by()
        return super().get_queryset().filter(pk__in=own.values("pk"))


class OwnImages(_OwnOnly, ImagesAdminAPIViewSet):
    """The pictures that an account may choose."""


class OwnDocuments(_OwnOnly, DocumentsAdminAPIViewSet):
    """The documents that an account may choose."""
