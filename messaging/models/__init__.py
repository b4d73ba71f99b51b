from .conversations import Conversation, Message, Participant
from .never import NeverMail
from .notices import MailChoice, Notice

__all__ = ["Conversation", "MailChoice", "Message", "NeverMail", "Notice", "Participant"]
