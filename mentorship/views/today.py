"""The first page: Today for who is signed in, what Bothy is for everybody else."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from groups.access import person
from groups.models import Group, MailInvitation
from mentorship.forms import UseInviteForm
from mentorship.today import cards


@login_not_required
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """At most five things to do, then nothing more to look at; the landing page for visitors."""
    if not request.user.is_authenticated:
        return render(request, "mentorship/landing.html", {"invite_form": UseInviteForm()})
    found, more = cards(person(request))
    context = {"cards": found, "more": more}
    if not found:
        mine = Group.objects.visible_to(person(request)).filter(archived_at=None)
        context |= {"group": mine.order_by("-pk").first(), "invite_form": UseInviteForm()}
    return render(request, "mentorship/today.html", context)


@login_not_required
@require_safe
def use_invite(request: HttpRequest) -> HttpResponse:
    """From a typed or pasted invite to its page; it may not exist, which that page says."""
    form = UseInviteForm(request.GET or None)
    if form.is_valid():
        code = form.cleaned_data["invite"]
        by_mail = MailInvitation.objects.filter(code=code).exists()
        return redirect("mail_invite" if by_mail else "invite", code)
    return render(request, "mentorship/use_invite.html", {"form": form}, status=422 if form.errors else 200)
