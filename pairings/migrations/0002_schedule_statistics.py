from django.db import migrations


def often(apps, schema_editor):
    """The dispatch asks this table by its newest rows: statistics must follow a whole cohort's move."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "ALTER TABLE pairings_schedule SET"
            " (autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_scale_factor = 0.02)"
        )


def usual(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "ALTER TABLE pairings_schedule RESET"
            " (autovacuum_analyze_scale_factor, autovacuum_vacuum_scale_factor)"
        )


class Migration(migrations.Migration):
    dependencies = [("pairings", "0001_initial")]
    operations = [migrations.RunPython(often, usual)]
