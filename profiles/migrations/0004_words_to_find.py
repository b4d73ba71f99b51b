"""The words and facets of every sign-up on its row: what was kept for searching before was another text."""

from django.db import migrations, models

from profiles.search import facets_of, text_of

SLICE = 500


def write(apps, schema_editor):
    Profile = apps.get_model("profiles", "Profile")
    Answer = apps.get_model("profiles", "Answer")
    last = 0
    while True:
        rows = list(Profile.objects.filter(pk__gt=last).select_related("user").order_by("pk")[:SLICE])
        if not rows:
            return
        last = rows[-1].pk
        said = {}
        may_be_read = Answer.objects.filter(
            profile__in=[row.pk for row in rows], question__enabled=True, question__admins_only=False
        )
        for profile_id, text in may_be_read.order_by("pk").values_list("profile_id", "text"):
            said.setdefault(profile_id, []).append(text)
        for row in rows:
            row.search_text = text_of(row.user.name, row.topics, row.goal_topics, row.goals, said.get(row.pk, []))
            row.facets = facets_of(
                row.program_id, row.role, topics=row.topics, languages=row.languages, ways=row.ways
            )
        Profile.objects.bulk_update(rows, ["search_text", "facets"], batch_size=100)


class Migration(migrations.Migration):
    dependencies = [("profiles", "0003_finding_each_other")]

    operations = [
        migrations.AddField(
            "profile",
            "facets",
            models.TextField(
                blank=True, default="", editable=False, help_text="Topics, languages and ways, as filters ask for them."
            ),
        ),
        migrations.AlterField(
            "profile",
            "search_text",
            models.TextField(
                blank=True, editable=False, help_text="The words of name, topics and answers, folded."
            ),
        ),
        migrations.RunPython(write, migrations.RunPython.noop, elidable=True),
    ]
