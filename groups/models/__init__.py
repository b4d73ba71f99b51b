from .audit import AuditEntry
from .groups import Group, GroupAddress, Membership
from .invitations import Invitation, MailInvitation
from .join_requests import JoinRequest
from .owner_offers import OwnerOffer
from .reports import Report, ReportedMessage

__all__ = [
    "AuditEntry",
    "Group",
    "GroupAddress",
    "Invitation",
    "JoinRequest",
    "MailInvitation",
    "Membership",
    "OwnerOffer",
    "Report",
    "ReportedMessage",
]
