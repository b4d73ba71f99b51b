"""What members see of their group, and how they report somebody."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import BooleanField, ExpressionWrapper, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.limits import spend
from accounts.models import Block, User, not_blocked
from messaging.models import Conversation, Message

from . import paging, slugs
from .access import keepers, own_membership, person, posted
from .forms import NewGroupForm, OutcomeForm, ReportForm, RulesForm
from .models import Group, Membership, Report
from .services import groups, memberships, reports

PAGE = 30
SHOWN = 30  # newest messages offered to a reporter


@require_http_methods(["GET", "HEAD", "POST"])
def group_new(request: HttpRequest) -> HttpResponse:
    form = NewGroupForm(posted(request), initial={"token": uuid.uuid4()})
    if form.is_valid():
        data = dict(form.cleaned_data)
        data["slug"] = data["slug"] or slugs.from_name(data["name"])
        try:
            group = groups.create(by=person(request), **data)
        except ValidationError as error:
            form.add_error("slug" if "slug" in getattr(error, "error_dict", {}) else None, _first(error))
            form.data = form.data.dict() | {"slug": slugs.free(data["slug"])}  # what the refusal suggests
        else:
            messages.success(request, f"{group.name} has a home: /{group.slug}/")
            if group.zone == "UTC":  # a browser without script does not say where it is
                messages.info(request, "The group’s clock is UTC. Is that right? Its settings can change it.")
            return redirect("group_home", group.slug)
    return render(request, "groups/group_new.html", {"form": form}, status=422 if form.is_bound else 200)


def apart(reporter: User) -> ExpressionWrapper:
    """Does a block stand between the reporter and whom a report is about? Then it is shown without a name."""
    return ExpressionWrapper(~not_blocked(reporter.pk, "about_id"), output_field=BooleanField())


def _first(error: ValidationError) -> str:
    return error.messages[0]


@require_safe
def group_about(request: HttpRequest, group: str) -> HttpResponse:
    membership = own_membership(request, group)
    contacts = Membership.objects.safety_contacts().filter(group=membership.group)
    context = around(membership, "about") | {
        "keepers": keepers(membership.group, person(request)),
        "contacts": contacts.filter(not_blocked(person(request).pk, "user_id")).select_related("user"),
    }
    return render(request, "groups/about.html", context)


@require_POST
def group_rules_accept(request: HttpRequest, group: str) -> HttpResponse:
    """A member says yes to the rules as they stand."""
    membership = own_membership(request, group)
    form = RulesForm(request.POST)
    try:
        memberships.accept_rules(membership, form.cleaned_data["version"] if form.is_valid() else -1)
    except ValidationError as error:
        messages.error(request, _first(error))
        return redirect("group_about", group)
    messages.success(request, "Thank you. That’s all.")
    return redirect("group_home", group)


@require_safe
def people(request: HttpRequest, group: str) -> HttpResponse:
    membership = own_membership(request, group)
    query = request.GET.get("q", "").strip()[:80]
    if query:
        spend("search", person(request).pk)
    rows = Membership.objects.filter(not_blocked(person(request).pk, "user_id"))
    context = around(membership, "people") | member_page(
        rows, membership.group, query, request.GET.get("after")
    )
    return render(request, "groups/people.html", context)


def member_page(rows: QuerySet[Membership], group: Group, query: str, after: str | None) -> dict[str, object]:
    """One page of the active members among `rows`, in the order in which they came."""
    rows = rows.filter(group=group, state=Membership.State.ACTIVE).select_related("user").order_by("pk")
    if query:
        rows = rows.filter(user__name__icontains=query)
    found = rows.count()
    page, more = paging.some(rows.filter(pk__gt=paging.number(after)), PAGE)
    return {"people": page, "more": more, "found": found, "query": query}


def around(membership: Membership, tab: str) -> dict[str, object]:
    """What every page of a group stands in."""
    return {"membership": membership, "group": membership.group, "here_group": membership.group, "tab": tab}


# -- reports ------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def report_new(request: HttpRequest, group: str, code: str) -> HttpResponse:
    membership = own_membership(request, group)
    reporter = person(request)
    theirs = get_object_or_404(
        Membership.objects.select_related("user"), group=membership.group, user__code=code
    )
    if theirs.user_id == reporter.pk:
        raise Http404
    shown = _shown_messages(request, membership.group, reporter, theirs.user)
    form = ReportForm(posted(request), shown=shown, initial={"messages": request.GET.getlist("message")})
    if form.is_valid():
        try:
            report = reports.file(
                group=membership.group,
                reporter=reporter,
                about=theirs.user,
                category=form.cleaned_data["category"],
                words=form.cleaned_data["words"],
                messages=[(m.author, m.body, m.created_at) for m in form.cleaned_data.get("messages", ())],
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Thank you for telling us. You can follow it here.")
            return redirect("report", group, report.code)
    context = around(membership, "people") | {
        "form": form,
        "about": theirs.user,
        "apart": Block.objects.between(reporter.pk, theirs.user_id).exists(),
        "readers": reports.readers(membership.group, reporter, theirs),
        "emergency": settings.EMERGENCY_LINE,
        "has_messages": shown is not None,
    }
    return render(request, "groups/report_new.html", context, status=422 if form.is_bound else 200)


def _shown_messages(
    request: HttpRequest, group: Group, reporter: User, about: User
) -> QuerySet[Message] | None:
    """Words of the reporter's own conversation with this person, when the address names it: the newest, or
    those around the one that it names. What was taken back is not there any more."""
    code = request.GET.get("conversation", "")
    if not code:
        return None
    # SECURITY: only words of this group, also hidden ones: its safety contacts read no other's.
    own = Conversation.objects.filter(scope=group.pk, participants__user=reporter)
    conversation = get_object_or_404(own.filter(participants__user=about), code=code)
    rows = conversation.messages.filter(removed_at=None)
    ids = rows.order_by("-pk").values_list("pk", flat=True)
    if named := paging.number(request.GET.get("message")):
        after = rows.filter(pk__gt=named).order_by("pk").values_list("pk", flat=True)[: SHOWN // 4]
        shown = [*after, *ids.filter(pk__lte=named)[: SHOWN - len(after)]]
    else:
        shown = list(ids[:SHOWN])
    return rows.filter(pk__in=shown).select_related("author").order_by("pk")


@require_safe
def report_list(request: HttpRequest, group: str) -> HttpResponse:
    membership = own_membership(request, group)
    mine = Report.objects.made_by(person(request)).filter(group=membership.group).select_related("about")
    mine = mine.annotate(apart=apart(person(request)))
    theirs = Report.objects.handled_by(person(request)).filter(group=membership.group)
    if before := paging.number(request.GET.get("before")):
        theirs = theirs.filter(pk__lt=before)
    if not membership.safety_contact:
        theirs = theirs.none()
    page, more = paging.some(theirs.select_related("about").order_by("-pk"), PAGE)
    context = around(membership, "reports") | {
        "mine": mine.order_by("-pk")[:PAGE],
        "reports": page,
        "more": more,
    }
    return render(request, "groups/reports.html", context)


@require_safe
def report(request: HttpRequest, group: str, code: str) -> HttpResponse:
    membership = own_membership(request, group)
    handled = Report.objects.handled_by(person(request)).filter(group=membership.group, code=code)
    if found := handled.select_related("reporter", "about", "looked_by").first():
        return _handling(request, membership, found, OutcomeForm())
    rows = Report.objects.made_by(person(request)).annotate(apart=apart(person(request)))
    own = get_object_or_404(rows.select_related("about"), group=membership.group, code=code)
    context = around(membership, "reports") | {"report": own}
    return render(request, "groups/report_own.html", context)


def _handling(request: HttpRequest, membership: Membership, found: Report, form: OutcomeForm) -> HttpResponse:
    context = around(membership, "reports") | {
        "report": found,
        "copies": found.messages.select_related("author"),
        "form": form,
        "emergency": settings.EMERGENCY_LINE,
        "late": (timezone.now() - found.created_at).days >= 2 and found.state == Report.State.NEW,
    }
    return render(request, "groups/report.html", context, status=422 if form.is_bound else 200)


def _handled(request: HttpRequest, group: str, code: str) -> tuple[Membership, Report]:
    membership = own_membership(request, group)
    rows = Report.objects.handled_by(person(request)).filter(group=membership.group)
    return membership, get_object_or_404(rows.select_related("reporter", "about", "looked_by"), code=code)


@require_POST
def report_look(request: HttpRequest, group: str, code: str) -> HttpResponse:
    _membership, found = _handled(request, group, code)
    reports.look(found, by=person(request))
    return redirect("report", group, code)


@require_POST
def report_close(request: HttpRequest, group: str, code: str) -> HttpResponse:
    membership, found = _handled(request, group, code)
    form = OutcomeForm(request.POST)
    if form.is_valid():
        try:
            reports.close(found, by=person(request), outcome=form.cleaned_data["outcome"])
        except ValidationError as error:
            form.add_error(None, _first(error))
        else:
            messages.success(request, "Closed. They can read your sentence now.")
            return redirect("reports", group)
    return _handling(request, membership, found, form)


@require_safe
def report_short(request: HttpRequest, code: str) -> HttpResponse:
    """The slug-free address in notices: leads to the report where this person may read it."""
    user = person(request)
    found = Report.objects.select_related("group").filter(code=code).first()
    if found and found.for_staff and user.is_staff:
        return redirect("admin:index")
    parties = Report.objects.handled_by(user) | Report.objects.made_by(user)
    get_object_or_404(parties, code=code)
    assert found
    return redirect(reverse("report", args=[found.group.slug, code]))
