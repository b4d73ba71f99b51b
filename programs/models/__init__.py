from .programs import Program, ProgramAddress
from .questions import Question
from .weeks import Prompt, Week

__all__ = ["Program", "ProgramAddress", "Prompt", "Question", "Week"]
