"""A person's notices, and how they want to hear from us."""

from datetime import datetime, time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms import PauseForm
from accounts.templatetags.bothy import day_words
from accounts.zones import zone

from . import kinds
from .forms import ChoicesForm
from .models import Notice
from .services import choices
from .services import notices as services

PAGE = 30


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What this person was told, newest first, thirty at a time."""
    own = Notice.objects.visible_to(request.user).order_by("-pk")
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) <= 18:
        own = own.filter(pk__lt=int(before))
    rows = list(own[: PAGE + 1])
    earlier = rows[PAGE - 1].pk if len(rows) > PAGE else None
    rows = rows[:PAGE]
    for row in rows:
        row.words = row.line or (
            kinds.get(row.kind).label if kinds.known(row.kind) else _("Something happened")
        )
    context = {"notices": rows, "earlier": earlier, "any_new": any(not row.read_at for row in rows)}
    return render(request, "messaging/notices.html", context)


@require_POST
def notice_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one notice as read and go to what it is about."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    services.mark_read(request.user, [notice.pk])
    ours = url_has_allowed_host_and_scheme(notice.url, None)
    return redirect(notice.url if notice.url and ours else "notices")


@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """Mark all of this person's notices as read."""
    services.mark_read(request.user)
    return redirect("notices")


@require_http_methods(["GET", "HEAD", "POST"])
def me_mail(request: HttpRequest) -> HttpResponse:
    """Which kinds come by mail, and a pause for all of them."""
    form = ChoicesForm(
        request.POST if request.method == "POST" else None, chosen=choices.chosen(request.user)
    )
    if request.method == "POST" and form.is_valid():
        choices.save_all(request.user, form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("me_mail")
    return _mail_page(request, form, PauseForm())


@require_POST
def me_mail_pause(request: HttpRequest) -> HttpResponse:
    """Pause all mail until a day, or for a month; the same page ends the pause."""
    if request.POST.get("pause") == "end":
        choices.resume(request.user)
        messages.success(request, _("Mails come again."))
        return redirect("me_mail")
    form = PauseForm(request.POST)
    if not form.is_valid():
        return _mail_page(request, ChoicesForm(None, chosen=choices.chosen(request.user)), form)
    day = form.cleaned_data["until"]
    morning = datetime.combine(day, time(8), tzinfo=zone(request.user.zone)) if day else None
    until = choices.pause(request.user, morning)
    messages.success(request, _("No mails until %(day)s.") % {"day": day_words(until)})
    return redirect("me_mail")


def _mail_page(request: HttpRequest, form: ChoicesForm, pause_form: PauseForm) -> HttpResponse:
    refused = bool(form.errors or pause_form.errors)
    context = {"form": form, "pause_form": pause_form, "paused_until": choices.paused_until(request.user)}
    return render(request, "messaging/mail.html", context, status=422 if refused else 200)
