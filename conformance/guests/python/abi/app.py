"""The guest of the suite `abi` in Python."""

import handles
from constants import Constants
from echoes import Echo
from handles import Handles

__all__ = ["Constants", "Echo", "Handles", "handles"]
