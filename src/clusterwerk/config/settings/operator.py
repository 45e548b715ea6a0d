"""Who runs this installation: shown in imprint, privacy notice, accessibility statement, mails."""

from clusterwerk.config import environment

OPERATOR = {
    "name": environment.text("OPERATOR_NAME", "Clusterwerk"),
    "address": environment.text("OPERATOR_ADDRESS"),
    "mail": environment.text("OPERATOR_MAIL"),
    "phone": environment.text("OPERATOR_PHONE"),
    "responsible": environment.text("OPERATOR_RESPONSIBLE"),
    "supervisor": environment.text("OPERATOR_SUPERVISOR"),
    "enforcement_body": environment.text("OPERATOR_ENFORCEMENT_BODY"),
}
SITE_NAME = environment.text("SITE_NAME", "Clusterwerk")
DEMO = environment.flag("CLUSTERWERK_DEMO", default=False)
DEFAULT_FROM_EMAIL = environment.text("MAIL_FROM", "clusterwerk@localhost")
# What stands before every address in a mail; `clusterwerk run` answers at the default.
SITE_ADDRESS = environment.text(
    "SITE_ADDRESS",
    f"http://{environment.text('HOST', '127.0.0.1')}:{environment.number('PORT', 8000)}",
).rstrip("/")
