"""Clusterwerk: cluster database, Cluster Week and matchmaking conference in one portal."""
