"""The gradebook: the marks of a class, as CSV for programs and as a spreadsheet for people."""

from classroom.gradebook.writing import write_gradebook as write_gradebook
