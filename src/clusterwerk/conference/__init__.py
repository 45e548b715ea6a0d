"""The matchmaking conference: delegates, meetings, plans."""
