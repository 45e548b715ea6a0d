"""All settings, collected from one module per subject."""

from .apps import *  # noqa: F403
from .database import *  # noqa: F403
from .languages import *  # noqa: F403
from .operator import *  # noqa: F403
from .security import *  # noqa: F403
from .work import *  # noqa: F403
