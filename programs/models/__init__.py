from .programs import Program
from .questions import Question
from .weeks import Prompt, Week

__all__ = ["Program", "Prompt", "Question", "Week"]
