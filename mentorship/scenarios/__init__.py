"""Stories by moment, told through the services alone: what the demo shows and the tests stand on.

`person` and `signed_up` make one thing; `riverside` is a group with everything going on; `cohort` is many
pairs at once for whoever measures.
"""

from .build import cohort, member, pair, person, running, signed_up, started
from .demo import demo
from .rewind import rewind, walk

__all__ = ["cohort", "demo", "member", "pair", "person", "rewind", "running", "signed_up", "started", "walk"]
