"""Saying something, hearing what is new, having read it: the addresses of a conversation."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.text import short
from groups.access import person
from messaging.models import Conversation, Message, Participant
from messaging.services import conversations
from messaging.services.conversations import ConversationClosed

from ..access import hellos_of, own_conversation, pairings_of
from ..forms import MessageForm
from ..models import Pairing, Request
from ..models.pairings import OPEN
from ..models.requests import State
from ..services import requests
from . import hello_page, pair_page
from .talk import Part, changed, clock, earlier, entries_of, news, number, read, steps_of, talk


def home_of(conversation: Conversation, user: User) -> Pairing | Request | None:
    """Where this conversation is at home for this person: with an open pair, else an open hello, else with
    the pair or the hello that was."""
    pairing = pairings_of(user).filter(conversation=conversation).order_by("-pk").first()
    if pairing and pairing.state in OPEN:
        return pairing
    hello = hellos_of(user).filter(conversation=conversation).order_by("-pk").first()
    return hello if pairing is None or (hello and hello.state == State.OPEN) else pairing


def home_url(home: Pairing | Request) -> str:
    """The address of that page, with its slugs."""
    name = "pair" if isinstance(home, Pairing) else "hello"
    return reverse(name, args=[home.program.group.slug, home.program.slug, home.code])


@require_safe
def conversation_short(request: HttpRequest, code: str) -> HttpResponse:
    """The slug-free address in notices."""
    conversation, _partner = own_conversation(request, code)
    home = home_of(conversation, person(request))
    if home is None:
        raise Http404
    unread = Participant.objects.unread().filter(conversation=conversation, user=person(request))
    return redirect(home_url(home) + ("#new" if unread.exists() else "#talk"))


@require_http_methods(["GET", "HEAD", "POST"])
def conversation_say(request: HttpRequest, code: str) -> HttpResponse:
    """Say it. Whoever had to log in on the way comes by GET: to the talk, where the draft still stands."""
    if request.method != "POST":
        return conversation_short(request, code)
    conversation, partner = own_conversation(request, code)
    user = person(request)
    form = MessageForm(request.POST, auto_id="say_%s")
    if form.is_valid():
        try:
            requests.say(
                conversation,
                author=user,
                body=form.cleaned_data["body"],
                token=form.cleaned_data["token"],
                quote=_fresh(conversation, user, form.cleaned_data["quote"]),
            )
        except ConversationClosed as error:
            conversation.refresh_from_db()
            form.add_error(None, error)
        except ValidationError as error:
            if error.code == "other":
                form.renew()
            form.add_error("body", error)
    if request.htmx:
        return _fragment(request, conversation, partner, form)
    home = home_of(conversation, user)
    if home is None:
        raise Http404
    if form.is_valid():
        return redirect(home_url(home) + "#say")
    if isinstance(home, Pairing):
        return pair_page.render_pair(request, home, form=form)
    return hello_page.render_hello(request, home, form=form)


def _fresh(conversation: Conversation, user: User, quote: str) -> str:
    """A way in stands above the first message that answers it, not above all that follow."""
    quote = short(quote, 300)
    mine = Message.objects.filter(conversation=conversation, author=user, quote=quote)
    return "" if quote and mine.exists() else quote


def _fragment(
    request: HttpRequest, conversation: Conversation, partner: User, form: MessageForm
) -> HttpResponse:
    sent = form.is_valid()
    context = talk(
        conversation,
        person(request),
        partner,
        steps_of(conversation.pk),
        unread=not sent,
        form=None if sent else form,
        focus=True,
    )
    context |= {"said": "Sent" if sent else "", "here": _here(request)}
    return render(request, "pairings/_conversation_answer.html", context, status=200 if sent else 422)


@require_safe
@never_cache
def conversation_news(request: HttpRequest, code: str) -> HttpResponse:
    """What was said after message `after`, or the page before message `before`: always a fragment."""
    conversation, partner = own_conversation(request, code)
    context = {
        "conversation": conversation,
        "reader": person(request),
        "partner": partner,
        "is_open": conversation.is_open(),
    }
    part = Part.of(request.GET)
    if part.before:
        page = read(conversation, part)
        entries = entries_of(page, steps_of(conversation.pk), person(request), part.read_upto)
        context |= {"entries": entries, "here": _here(request)} | earlier(page, part.read_upto)
        return render(request, "pairings/_earlier.html", context)
    after, first, since = (number(request.GET.get(name)) for name in ("after", "first", "since"))
    entries, messages = news(conversation, after)
    now, put_right = clock(), changed(conversation, person(request), first, after, since)
    if not messages and not put_right:
        return HttpResponse(status=204)
    theirs = [message for message in messages if message.author_id != person(request).pk]
    context |= {
        "entries": entries,
        "newest": messages[-1].pk if messages else after,
        "first": first or (messages[0].pk if messages else 0),
        "since": now,
        "changed": put_right,
        "unread": bool(theirs),
        "said": _heard(partner, theirs[-1]) if theirs else "",
    }
    return render(request, "pairings/_news.html", context)


def _heard(partner: User, message: Message) -> str:
    if message.removed_at:
        return f"{partner.first_name} took a message back"
    return f"{partner.first_name} wrote: {short(message.body, 80)}"


def _here(request: HttpRequest) -> str:
    """The page on which the fragment stands, for its plain links: only a path of our own."""
    path: str = request.htmx.current_url_abs_path or ""
    return path.split("?", 1)[0].split("#", 1)[0]


@require_POST
def conversation_read(request: HttpRequest, code: str) -> HttpResponse:
    """What stands there is read: said by the page once it shows, or by the button in the inbox."""
    conversation, _partner = own_conversation(request, code)
    conversations.mark_read(conversation, person(request), upto=number(request.POST.get("upto")) or None)
    if request.htmx:
        return HttpResponse(status=204)
    return redirect("inbox")
