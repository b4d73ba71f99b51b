from .conversations import Conversation, Message, Participant
from .notices import MailChoice, Notice

__all__ = ["Conversation", "MailChoice", "Message", "Notice", "Participant"]
