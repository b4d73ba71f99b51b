"""The shapes of sign-up: one form a step, made of the program's own questions."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.text import fold
from accounts.zone_select import ZoneSelect
from accounts.zones import zone_choices
from profiles import asking, week
from profiles.fields import chips, question_field, says_who_reads, week_field
from profiles.models import Profile
from profiles.models.profiles import Hours, TimeAWeek, Ways
from profiles.services.cleaning import SHORTEST, StepData, clean_answer, clean_words
from profiles.services.whole import please
from programs.models import Question

PLACES = [(n, str(n)) for n in range(1, 6)]
SMALL = ("topics", "goal_topics", "goals", "goals_unsure", "time_a_week", "ways", "hours", "week", "zone")
PART_OF_ANOTHER = {"week", "goals_unsure"}  # not a question of its own: it says nothing of who reads it


class Topics(forms.MultipleChoiceField):
    """Topics are asked for; own ones beside them count as well, so the form says what is missing."""

    widget = forms.CheckboxSelectMultiple

    def validate(self, value: list[str]) -> None:
        if value:
            super().validate(value)


class StepForm(forms.Form):
    """One step of somebody's sign-up. `short`: the other role's sign-up answered what both share."""

    def __init__(
        self,
        data: Any = None,
        *,
        profile: Profile,
        questions: list[Question],
        answers: dict[str, str],
        step: int,
        short: bool = False,
    ) -> None:
        super().__init__(data)
        self.profile, self.answers, self.step = profile, answers, step
        self.asked: dict[str, Question] = {}
        for question in questions:
            on_step = asking.step_of(question.key)
            if on_step == step or (short and step == asking.HELP_STEP and question.key not in asking.SHARED):
                self.asked[f"q_{question.key}"] = question
        if step == asking.HELP_STEP:
            self._ask("q_help")
            self._add_topics()
        if step == asking.WHEN_STEP:
            self._add_ways()
            self._ask("q_reach")
            self._add_time()
        for name in self.asked:
            if name not in self.fields:
                self._ask(name)
        if step == asking.WHEN_STEP or (short and step == asking.HELP_STEP):
            self._add_goals()
            if profile.is_mentor:
                self.fields["capacity"] = chips(
                    PLACES,
                    many=False,
                    label="How many people could you take?",
                    initial=min(profile.capacity, 5),
                )
        if step == asking.WHEN_STEP:
            self._add_where()
        for name, field in self.fields.items():
            if name not in self.asked and name not in PART_OF_ANOTHER:
                says_who_reads(field, profile.program)

    # -- what is asked --------------------------------------------------------------------------
    def _ask(self, name: str) -> None:
        if question := self.asked.get(name):
            self.fields[name] = self._question_field(question)

    def _question_field(self, question: Question) -> forms.Field:
        return question_field(
            question,
            self.profile.program,
            answer=self.answers.get(question.key, ""),
            please=please(self.profile, question),
            draft=f"sign-up:{self.profile.program_id}:{self.profile.role}:{question.key}",
        )

    def _add_topics(self) -> None:
        offered = list(self.profile.program.topics)
        known = {fold(topic) for topic in offered}
        chosen = self.profile.topics
        mentor = self.profile.is_mentor
        self.fields["topics"] = Topics(
            choices=[(topic, topic) for topic in offered],
            label="Topics you can help with" if mentor else "Topics you’d like help with",
            required=bool(offered),
            initial=[topic for topic in offered if fold(topic) in {fold(one) for one in chosen}],
        )
        self.fields["own_topics"] = forms.CharField(
            label="Topics of your own",
            help_text="With a comma between them.",
            required=False,
            max_length=300,
            initial=", ".join(topic for topic in chosen if fold(topic) not in known),
        )

    def _add_ways(self) -> None:
        self.fields["ways"] = chips(
            Ways.choices,
            label="How do you like to talk?",
            initial=self.profile.ways,
            error_messages={"required": "Pick at least one way to talk, so you can find each other"},
        )
        self.fields["hours"] = chips(
            Hours.choices, label="When suits you?", required=False, initial=self.profile.hours
        )
        self.fields["week"] = week_field(week.cells(week.parse(self.profile.week)))

    def _add_time(self) -> None:
        self.fields["time_a_week"] = chips(
            TimeAWeek.choices,
            many=False,
            label="How much time do you have?",
            initial=self.profile.time_a_week,
        )

    def _add_goals(self) -> None:
        asked = (
            "What could you help someone reach?"
            if self.profile.is_mentor
            else "What do you want to work towards?"
        )
        picked = [*(self.profile.topics or self.profile.program.topics), *self.profile.goal_topics]
        if self.step != asking.HELP_STEP and picked:
            self.fields["goal_topics"] = chips(
                [(topic, topic) for topic in clean_words(picked[:12])],
                label=asked,
                required=False,
                initial=self.profile.goal_topics,
            )
        self.fields["goals"] = forms.CharField(
            label="In your own words"
            if "goal_topics" in self.fields
            else "What do you want to work towards?",
            help_text="What would be different in three months?",
            required=False,
            max_length=SHORTEST,
            initial=self.profile.goals,
        )
        self.fields["goals_unsure"] = forms.BooleanField(
            label="Not sure yet",
            help_text="Good. There are weeks for that.",
            required=False,
            initial=self.profile.goals_unsure,
        )

    def _add_where(self) -> None:
        self.fields["languages"] = forms.CharField(
            label="Languages you can talk in",
            help_text="With a comma between them.",
            required=False,
            max_length=300,
            initial=", ".join(self.profile.languages),
        )
        # Five hundred zones weigh as much as the rest of the page: they come only to whoever asks for them.
        self.fields["zone"] = forms.ChoiceField(
            label="Your time zone",
            choices=zone_choices,
            widget=forms.HiddenInput,
            initial=self.profile.zone,
        )

    def show_zones(self) -> None:
        """Let another zone be chosen here."""
        if "zone" in self.fields:
            self.fields["zone"].widget = ZoneSelect()

    @property
    def for_admins(self) -> bool:
        """Does this step ask something that only the admins read?"""
        return any(question.admins_only for question in self.asked.values())

    # -- what is answered -----------------------------------------------------------------------
    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        for name, question in self.asked.items():
            if name in data:
                text = "\n".join(data[name]) if isinstance(data[name], list) else data[name]
                self._keep(name, lambda text=text, question=question: clean_answer(question, text))
        if "week" in data:
            data["week"] = self._painted(data["week"], data.get("hours", []))
        for name in ("own_topics", "languages"):
            if name in data:
                self._keep(name, lambda name=name: clean_words(data[name].split(",")))
        if "topics" in data and "own_topics" in data:
            self._keep("topics", lambda: clean_words([*data["topics"], *data["own_topics"]]))
            if not data.get("topics") and self.profile.program.topics and "topics" not in self.errors:
                self.add_error("topics", "Pick at least one topic, or choose “Something else”")
        return data

    def _painted(self, cells: list[str], hours: list[str]) -> str:
        before = week.parse(self.profile.week)
        mask = before if set(cells) == set(week.cells(before)) else week.of_cells(cells)
        return week.written(week.settled(before, mask, hours))

    def _keep(self, name: str, clean: Any) -> None:
        try:
            self.cleaned_data[name] = clean()
        except ValidationError as error:
            self.add_error(name, error)

    def step_data(self) -> StepData:
        """What is sound of this step, as the service takes it."""
        data = self.cleaned_data
        out: dict[str, Any] = {name: data[name] for name in (*SMALL, "languages") if name in data}
        if "capacity" in data:
            out["capacity"] = int(data["capacity"])
        out["answers"] = {q.key: data[name] for name, q in self.asked.items() if name in data}
        return out  # type: ignore[return-value]


class CheckForm(forms.Form):
    """The last look; it shows what the service refuses. `says_adult`: the program asks it of this person."""

    adult = forms.BooleanField(
        label="I’m 18 or over",
        help_text="This program is for adults, so it asks once more.",
        error_messages={"required": "Tick that you’re 18 or over. This program is for adults."},
    )

    def __init__(self, data: Any = None, *, says_adult: bool) -> None:
        super().__init__(data)
        if not says_adult:
            del self.fields["adult"]


class PlacesForm(forms.Form):
    """How many people a mentor takes."""

    places = chips(PLACES, many=False, label="How many people could you take?")

    def __init__(self, data: Any = None, *, profile: Profile) -> None:
        super().__init__(data, initial={"places": profile.capacity}, auto_id=f"id_{profile.role}_%s")
        if profile.capacity not in dict(PLACES):
            self.fields["places"].choices = [*PLACES, (profile.capacity, str(profile.capacity))]


class RoomForm(forms.Form):
    """Whether somebody takes hellos just now."""

    room = forms.ChoiceField(
        choices=[("open", "I have room"), ("later", "Not this month"), ("full", "I’m full")]
    )
