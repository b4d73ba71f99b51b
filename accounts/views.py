"""A person's own settings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from .forms import AdultForm
from .services import people


def _onward(request: HttpRequest) -> str:
    """The ?next= of this request if it is one of our own pages, else Today."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if ours else "today"


@require_http_methods(["GET", "HEAD", "POST"])
def adult(request: HttpRequest) -> HttpResponse:
    """Say to be 18 or over, once."""
    form = AdultForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        people.affirm_adult(request.user)
        return redirect(_onward(request))
    context = {"form": form, "next": request.POST.get("next") or request.GET.get("next", "")}
    return render(request, "accounts/adult.html", context, status=422 if form.errors else 200)


@require_safe
def me_blocked(request: HttpRequest) -> HttpResponse:
    """Whom this person has blocked, each with a way to undo it."""
    return render(request, "accounts/blocked.html", {"blocks": people.blocked_by(request.user)})
