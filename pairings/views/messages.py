"""One message: where it stands, putting it right, taking it back, reporting it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from groups.access import person, posted
from groups.models import Group
from messaging.models import Message
from messaging.services import corrections
from messaging.services.conversations import ConversationClosed
from messaging.services.corrections import TooLate

from ..access import own_message
from ..forms import EditForm
from .conversations import home_of, home_url
from .talk import PAGE


@require_safe
@never_cache
def message(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Its permanent address: its page, at its place; for htmx the message alone."""
    found, partner = own_message(request, code, pk)
    if request.htmx:
        return _one(request, found, partner)
    return redirect(_place(found, person(request)))


@require_http_methods(["GET", "HEAD", "POST"])
def message_edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Other words in place of one's own, or the way to take them back."""
    found, partner = _own(request, code, pk)
    form = EditForm(posted(request), initial={"body": found.body}, auto_id="edit_%s")
    if form.is_valid():
        try:
            corrections.edit(found, by=person(request), body=form.cleaned_data["body"])
        except (ConversationClosed, TooLate) as error:
            form.add_error(None, error)
        except ValidationError as error:
            form.add_error("body", error)
        else:
            return _changed(request, found, partner, "Changed.")
    if found.removed_at:
        return _changed(request, found, partner, "You took this message back.")
    context = _around(request, found, partner) | {
        "form": form,
        "may_edit": found.may_be_edited() and found.conversation.is_open(),
    }
    name = "pairings/_message_edit.html" if request.htmx else "pairings/message_edit.html"
    return render(request, name, context, status=422 if form.errors else 200)


@require_POST
def message_remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    found, partner = _own(request, code, pk)
    corrections.remove(found, by=person(request))
    return _changed(request, found, partner, "You took this message back.")


@require_safe
def message_report(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """To the form for a report about the other one, with this message ticked."""
    found, partner = own_message(request, code, pk)
    if found.author_id != partner.pk or found.removed_at:
        raise Http404
    group = get_object_or_404(Group, pk=found.conversation.scope)
    query = urlencode({"conversation": found.conversation.code, "message": found.pk})
    return redirect(f"{reverse('report_new', args=[group.slug, partner.code])}?{query}")


def _own(request: HttpRequest, code: str, pk: int) -> tuple[Message, User]:
    found, partner = own_message(request, code, pk)
    if found.author_id != person(request).pk:
        raise PermissionDenied
    return found, partner


def _around(request: HttpRequest, found: Message, partner: User) -> dict[str, Any]:
    return {
        "said": found,
        "conversation": found.conversation,
        "reader": person(request),
        "partner": partner,
        "is_open": found.conversation.is_open(),
    }


def _one(request: HttpRequest, found: Message, partner: User) -> HttpResponse:
    """The message as it stands in its talk, with the focus on it."""
    context = _around(request, found, partner) | {"focused": True}
    return render(request, "pairings/_message_answer.html", context)


def _changed(request: HttpRequest, found: Message, partner: User, words: str) -> HttpResponse:
    messages.success(request, words)
    if request.htmx:
        return _one(request, found, partner)
    return redirect(_place(found, person(request)))


def _place(found: Message, user: User) -> str:
    """The address of the page that shows it: the newest one where it still stands there."""
    home = home_of(found.conversation, user)
    if home is None:
        raise Http404
    newer = Message.objects.filter(conversation=found.conversation_id, pk__gt=found.pk)
    at = f"?at={found.pk}" if newer[PAGE - 1 : PAGE].exists() else ""
    return f"{home_url(home)}{at}#m{found.pk}"
