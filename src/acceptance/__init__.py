"""Grades hands-on Azure exercises written in Gherkin; knows none of them."""
