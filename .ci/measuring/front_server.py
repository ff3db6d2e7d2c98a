"""What the server in front of the application does on a real host."""

from django.middleware.gzip import GZipMiddleware


class PageCompression(GZipMiddleware):
    """Compress pages, not the pictures, which are compressed already. Always to the same size."""

    max_random_bytes = 0

    def process_response(self, request, response):
        """Return `response`, compressed unless it is a file."""
        return response if response.streaming else super().process_response(request, response)
