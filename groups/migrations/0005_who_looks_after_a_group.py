from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("groups", "0004_owner_offers")]

    operations = [
        migrations.AddIndex(
            "membership", models.Index(fields=["group", "role", "state"], name="membership_role")
        ),
    ]
