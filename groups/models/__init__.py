from .audit import AuditEntry
from .groups import Group, Invitation, Membership
from .reports import Report, ReportedMessage

__all__ = ["AuditEntry", "Group", "Invitation", "Membership", "Report", "ReportedMessage"]
