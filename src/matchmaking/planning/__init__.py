"""How a plan is found and proven; `run.plan` is the way in."""
