"""Everything addressed to a person, in one list; and their own words, searched."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import search
from accounts.excerpts import excerpt
from accounts.limits import spend
from groups.access import person
from mentorship import talks
from messaging import kinds

LONGEST = 100


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """A person's conversations: those of pairs first, then hellos and all others, thirty at a time, then what
    admins had to say. With `q`: what they look for among them."""
    query = request.GET.get("q", "").strip()[:LONGEST]
    if query:
        return _search(request, query)
    before = request.GET.get("before", "")
    found, earlier = talks.lines(person(request), before)
    notes = [] if before else talks.notes(person(request))
    for note in notes:
        note.words = note.line or kinds.get(note.kind).label  # type: ignore[attr-defined]
    context = {
        "pairs": [line for line in found if line.is_pair],
        "others": [line for line in found if not line.is_pair],
        "lines": found,
        "notes": notes,
        "earlier": earlier,
        "first_page": not before,
    }
    return render(request, "mentorship/inbox.html", context)


def _search(request: HttpRequest, query: str) -> HttpResponse:
    spend("search", person(request).pk)
    back = request.GET.get("back", "")
    found = talks.look(person(request), query, back)
    tokens = search.asked(query)
    context = {
        "query": query,
        "asked": bool(tokens),
        "names": found.names,
        "hits": [(hit, excerpt(tokens, hit.message.body)) for hit in found.hits],
        "further": found.further,
        "looked_at": found.looked_at,
        "first_page": not back,
    }
    return render(request, "mentorship/inbox_search.html", context)
