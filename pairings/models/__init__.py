from .pairings import DispatchState, Pairing, Schedule, Step
from .requests import KeptHello, Request

__all__ = ["DispatchState", "KeptHello", "Pairing", "Request", "Schedule", "Step"]
