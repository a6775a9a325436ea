"""The class page: one HTML file about a whole class, offline, for the instructor."""

from classroom.page.writing import write_page as write_page
