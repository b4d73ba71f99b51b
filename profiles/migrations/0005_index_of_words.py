"""The index that a search uses, and the directory's own: newest first, where nothing else offers that order."""

from django.db import migrations, models
from django.db.models import F

from profiles import search_index


class Migration(migrations.Migration):
    dependencies = [("profiles", "0004_words_to_find")]

    operations = [
        migrations.RemoveIndex("profile", "directory"),
        migrations.AddIndex(
            "profile",
            models.Index(F("program"), F("role"), F("state"), F("id") * -1, name="directory"),
        ),
        migrations.RunPython(
            lambda apps, schema_editor: search_index.make(schema_editor.connection),
            lambda apps, schema_editor: search_index.drop(schema_editor.connection),
        ),
    ]
