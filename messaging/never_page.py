"""The page behind the link under mails to bare addresses: no log-in, no expiry, one button."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from . import never


@csrf_exempt  # SECURITY: mail programs post here (RFC 8058); the token is the right, and it only stops mails
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def never_mail(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows one button. POST stops all mails to this address at once, however it comes."""
    digest = never.read(token)
    if digest is None:
        return render(request, "messaging/stop_damaged.html", status=404)
    if request.method == "POST":
        if request.POST.get("do") == "undo":
            never.undo(digest)
        else:
            never.keep(digest)
        if request.POST.get("do"):
            return redirect("never_mail", token=token)
    context = {"token": token, "stopped": never.is_kept(digest)}
    return render(request, "messaging/never.html", context)
