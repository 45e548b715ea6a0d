"""Campaigns, editions and events of the Cluster Week."""
