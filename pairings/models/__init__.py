from .pairings import DispatchState, Pairing, Schedule, Step
from .requests import Request

__all__ = ["DispatchState", "Pairing", "Request", "Schedule", "Step"]
