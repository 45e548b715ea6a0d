"""Rows of the table "roles times pages", one module per part of the portal."""
