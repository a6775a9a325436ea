"""The parts of the web page that `verdicts.report_html` puts together."""
