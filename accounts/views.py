"""A person's own settings."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .forms import AdultForm
from .services import people
from .templatetags.browsers import browser_words


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
    """Where blocked people stood once: they stand under Privacy now."""
    return redirect(f"{reverse('me_privacy')}#blocked")


@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Log out one other browser of this person's; the one they use has a button of its own."""
    found = get_object_or_404(UserSession.objects.filter(user=request.user), pk=pk)
    if found.session_key == request.session.session_key:
        return redirect("account_logout")
    name = browser_words(found.user_agent)
    found.end()
    messages.success(request, _("%(browser)s is signed out.") % {"browser": name})
    return redirect("usersessions_list")
