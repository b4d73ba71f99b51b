"""The story that the browser tests walk through: the demo, and the moments that the demo does not have."""

import uuid
from datetime import timedelta
from functools import cached_property

from django.utils import timezone

from accounts.models import User
from groups.models import Group, Report
from groups.services import reports
from mentorship import safety
from mentorship.scenarios import build, demo
from messaging.services import conversations
from pairings import dispatch
from pairings.models import Pairing, Request, Step
from pairings.services import endings, launches, pairings, requests
from profiles.models import Profile
from profiles.services import profiles
from programs.models import Program

ARABIC = "ليلى عبد الرحمن بن يوسف الحداد"
LONG = "Maximiliana Featherstonehaugh-Throckmorton of Upper Dunsford"  # 60 characters


class World:
    """What the pages are asked about. Everything is made once, through the services."""

    def __init__(self) -> None:
        self.begun = False

    @cached_property
    def group(self) -> Group:
        """Riverside Makers, told when it is first asked for."""
        self._begin()
        return Group.objects.get(slug="riverside-makers")

    @cached_property
    def link(self) -> str:
        """The group's own invite link, as it was first."""
        return self.group.invitations.filter(name="").earliest("pk").get_absolute_url()

    @cached_property
    def running(self) -> Program:
        """The program in its fifth week."""
        return self.group.programs.get(name="Autumn Skill Share")

    @cached_property
    def open(self) -> Program:
        """The program that takes sign-ups."""
        return self.group.programs.get(name="Winter Career Circle")

    @cached_property
    def draft(self) -> Program:
        """The program that is being set up."""
        return self.group.programs.exclude(pk__in=[self.running.pk, self.open.pk]).get()

    @cached_property
    def pair(self) -> Pairing:
        """Amara and Dani, in week five."""
        self._begin()
        return self._pair("amara", "dani")

    @cached_property
    def hello(self) -> Request:
        """Fern's, which waits for Amara."""
        asked = Request.objects.filter(sender=self.user("fern"), recipient=self.user("amara"))
        return asked.filter(program=self.open).earliest("pk")

    def user(self, key: str) -> User:
        """One of the cast by the word before the @."""
        self._begin()
        return User.objects.get(email=f"{key}@bothy.example")

    def _pair(self, mentor: str, mentee: str) -> Pairing:
        found = Pairing.objects.select_related("program__group", "conversation")
        return found.get(program=self.running, mentor_user=self.user(mentor), mentee_user=self.user(mentee))

    def profile(self, key: str, program: Program | None = None) -> Profile:
        """Somebody's sign-up in the program that is open, or in another."""
        return Profile.objects.filter(user=self.user(key), program=program or self.open)[:1].get()

    # -- moments that the demo does not have -------------------------------------------------------
    def _begin(self) -> None:
        if self.begun:
            return
        self.begun = True
        demo()
        profiles.begin(self.open, self.user("leila"), "mentee")
        self.report: Report = reports.file(
            group=self.group,
            reporter=self.user("yusuf"),
            about=self.user("bill"),
            category=Report.Category.HARASSMENT,
            words="Rude on Thursday, twice.",
        )
        safety.block(blocker=self.user("yusuf"), blocked=self.user("kenji"))
        build.person("Nobody Yet", "empty@bothy.example")
        build.person("Not Asked", "young@bothy.example", adult=False)
        passworded = build.person("Password Person", "passworded@bothy.example")
        passworded.set_password("a long enough password for this")
        passworded.save(update_fields=["password"])
        long = build.person(LONG, "long@bothy.example")
        build.member(self.group, long)
        build.signed_up(self.open, long, "mentor", help_text="Wordlikethisthatneverends" * 8)
        arabic = build.person(ARABIC, "arabic@bothy.example")
        build.member(self.group, arabic)
        build.signed_up(self.open, arabic, "mentee", help_text="أحتاج إلى من يسمعني ويقول لي الحقيقة.")

    @cached_property
    def done(self) -> Pairing:
        """A pair that has walked all twelve weeks."""
        walked = build.running(weeks=12)
        last = Step.objects.get(pairing=walked, number=12)
        for user in (walked.mentor_user, walked.mentee_user):
            endings.talked(last, by=user)
        walked.refresh_from_db()
        return walked

    @cached_property
    def proposal(self) -> Pairing:
        """A pair that waits for both to say yes."""
        pairing = self._drafted(both_say_yes=True)
        launches.launch(pairing.program, by=pairing.program.created_by)
        dispatch.tick(timezone.now() + timedelta(minutes=11), program_id=pairing.program_id)
        pairing.refresh_from_db()
        return pairing

    @cached_property
    def launched(self) -> Pairing:
        """A pair whose launch can still be taken back."""
        pairing = self._drafted()
        launches.launch(pairing.program, by=pairing.program.created_by)
        pairing.refresh_from_db()
        return pairing

    @cached_property
    def fresh(self) -> Pairing:
        """A pair before its first week, with nothing said."""
        return build.running()

    def _drafted(self, **details: object) -> Pairing:
        """A group of its own with one draft; its owner is `owner-<tag>@bothy.example`."""
        tag = uuid.uuid4().hex[:6]
        owner, mentor, mentee = (
            build.person(name, f"{name.split()[0].lower()}-{tag}@bothy.example")
            for name in ("Olga Owner", "Mona Mentor", "Milo Mentee")
        )
        of = build.group(owner, f"Drafts {tag}")
        for user in (mentor, mentee):
            build.member(of, user)
        program = build.started(of, owner, **details)
        signed = [
            build.signed_up(program, user, role) for user, role in ((mentor, "mentor"), (mentee, "mentee"))
        ]
        return pairings.draft(mentor=signed[0], mentee=signed[1], by=owner)

    @cached_property
    def declined(self) -> Request:
        """A hello that got a kind no."""
        asked = requests.send(
            sender=self.user("sam"),
            to_profile=self.profile("long"),
            body="Hello, your words that never end caught my eye.",
            to_pair=False,
            token=uuid.uuid4(),
        )
        requests.decline(asked, by=self.user("long"), note="Not this season, but thank you for asking.")
        asked.refresh_from_db()
        return asked

    @cached_property
    def talkers(self) -> Pairing:
        """A pair with more messages than one page shows."""
        walked = build.running(weeks=2)
        for number in range(45):
            conversations.say(
                walked.conversation,
                author=(walked.mentor_user, walked.mentee_user)[number % 2],
                body=f"Word number {number}. " + ("Arabic: كيف حالك؟ " if number % 7 == 0 else ""),
                token=uuid.uuid4(),
            )
        return walked
