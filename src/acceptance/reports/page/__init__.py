"""The parts of the web page that `acceptance.reports.html` puts together."""
