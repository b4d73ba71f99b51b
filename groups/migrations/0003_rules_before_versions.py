"""Rules that stood before rules had versions are version 1, or nobody who was there would ever be asked to
read them. Who writes rules has read them: the owners owe nobody a yes."""

from django.db import migrations
from django.db.models import F


def give_a_version(apps, schema_editor):
    Group = apps.get_model("groups", "Group")
    Membership = apps.get_model("groups", "Membership")
    old = Group.objects.filter(rules_version=0).exclude(rules="")
    owners = Membership.objects.filter(group__in=list(old.values_list("pk", flat=True)), role="owner")
    owners.filter(rules_accepted=0).update(rules_accepted=1)
    old.update(rules_version=F("rules_version") + 1)


class Migration(migrations.Migration):
    dependencies = [("groups", "0002_shaping")]

    operations = [migrations.RunPython(give_a_version, migrations.RunPython.noop)]
