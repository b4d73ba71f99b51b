"""What a group's admins see of sign-up."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from groups.services import invitations
from profiles.models import Profile
from profiles.models.profiles import State
from programs.access import run_program

PAGE = 50


@require_safe
def sign_ups(request: HttpRequest, group: str, program: str) -> HttpResponse:
    """Everybody on the list, newest first; who is still writing is only counted."""
    found = run_program(request, group, program)
    rows = Profile.objects.filter(program=found)
    counts = rows.aggregate(
        mentors=Count("pk", filter=Q(state=State.LISTED, role="mentor")),
        mentees=Count("pk", filter=Q(state=State.LISTED, role="mentee")),
        writing=Count("pk", filter=Q(state=State.DRAFT)),
        stepped_back=Count("pk", filter=Q(state=State.WITHDRAWN)),
    )
    listed = rows.listed().select_related("user").order_by("-listed_at", "-pk")
    after = request.GET.get("page", "1")
    number = min(max(int(after), 1), 1000) if after.isascii() and after.isdigit() and len(after) < 5 else 1
    people = list(listed[(number - 1) * PAGE : number * PAGE + 1])
    context = {
        "program": found,
        "here_group": found.group,
        "here": {"group": found.group, "program": found},
        "people": people[:PAGE],
        "next": number + 1 if len(people) > PAGE else 0,
        "counts": counts,
        "invitation": None if people or number > 1 else invitations.current(found.group),
    }
    return render(request, "profiles/sign_ups.html", context)
