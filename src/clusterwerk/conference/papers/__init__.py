"""What delegates and the team get on paper and in calendars: data to PDF and iCalendar files.

Texts of people are handed to the typesetter as data only, never as source. All words come from the
catalogues; the templates hold none.
"""
