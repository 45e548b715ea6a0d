"""Full text with German and English stems, on SQLite and PostgreSQL."""
