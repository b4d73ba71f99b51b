"""Finds the few sign-ups that were begun and left lying, without a look at those on the list."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("profiles", "0005_index_of_words")]

    operations = [
        migrations.AddIndex(
            "profile", models.Index(fields=["updated_at"], name="profile_begun", condition=Q(state="draft"))
        ),
    ]
