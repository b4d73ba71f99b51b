"""The site's own tree, and beside it the yardstick: the least that a page for signed-in people can be."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from mentorship import urls


def hello(request: HttpRequest) -> HttpResponse:
    """Session, user, middleware and a name."""
    return HttpResponse(f"Hello {request.user}")


urlpatterns = [path("bench/hello/", hello), *urls.urlpatterns]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
