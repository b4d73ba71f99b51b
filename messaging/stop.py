"""The page behind the link under every mail: no log-in, no expiry, one button that stops these mails, and one
that makes them come once a day."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.models import User

from . import kinds, unsubscribe
from .models import MailChoice
from .services import choices


@csrf_exempt  # SECURITY: mail programs post here (RFC 8058); the token is the right, and it only stops mails
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what this mail was and one button. POST stops that kind at once, however it comes."""
    named = unsubscribe.read(token)
    user = User.objects.filter(code=named[0], is_active=True).first() if named else None
    if named is None or user is None or not kinds.known(named[1]) or not kinds.get(named[1]).can_stop:
        return render(request, "messaging/stop_damaged.html", status=404)
    if request.method == "POST":
        _act(request, user, named[1])
        if request.POST.get("do"):
            return redirect("unsubscribe", token=token)
    chosen, how = choices.chosen(user), MailChoice.How
    rows = [(kind, chosen.get(kind.name) == how.NEVER) for kind in kinds.stoppable() if kind.name != named[1]]
    context = {
        "token": token,
        "kind": kinds.get(named[1]),
        "stopped": chosen.get(named[1]) == how.NEVER,
        "daily": chosen.get(named[1]) == how.DAILY,
        "gathers": named[1] == kinds.ROUNDUP,
        "others": rows,
        "paused_until": choices.paused_until(user),
        "person": user,
    }
    return render(request, "messaging/stop.html", context)


def _act(request: HttpRequest, user: User, kind: str) -> None:
    """One of the page's own buttons, or the bare POST of a mail program."""
    do, _, other = request.POST.get("do", "stop").partition(":")
    if other and not kinds.known(other):
        return
    if do == "stop":
        choices.set_one(user, other or kind, MailChoice.How.NEVER)
    elif do == "daily":
        choices.set_one(user, other or kind, MailChoice.How.DAILY)
    elif do == "undo":
        choices.let_come(user, other or kind)
    elif do == "pause":
        choices.pause(user)
    elif do == "resume":
        choices.resume(user)
