from accounts.models import User
from groups.models import AuditEntry, Group

SUBJECT = 200


def log(group: Group | None, actor: User | None, verb: str, subject: str = "") -> AuditEntry:
    """Keep what an admin did, in plain words. SECURITY: never what people wrote, never who reported."""
    return AuditEntry.objects.create(group=group, actor=actor, verb=verb, subject=subject[:SUBJECT])
