"""Who opens pages, and what they may be answered.

"nobody" is a visitor, "delegate" one who proved by a code to hold the address of a delegate of the
example in the size of Stuttgart 2017; the others sign in with an account of the demo.
"""

ROLES = ("nobody", "delegate", "manager", "region", "coordinator", "team", "admin")
OPEN = dict.fromkeys(ROLES, 200)
SIGNED_IN = OPEN | {"nobody": 302, "delegate": 302}
TEAM = dict.fromkeys(ROLES, 403) | {"nobody": 302, "delegate": 302, "team": 200, "admin": 200}
ADMIN = dict.fromkeys(ROLES, 404) | {"nobody": 302, "delegate": 302, "admin": 200}
POST_ONLY = dict.fromkeys(ROLES, 405)
POST_ONLY_SIGNED_IN = POST_ONLY | {"nobody": 302, "delegate": 302}
TEAM_SENDS = TEAM | {"team": 302, "admin": 302}
# Pages of one's own delegation: those without one are led to the page that sends a code.
DELEGATES = dict.fromkeys(ROLES, 302) | {"delegate": 200}
