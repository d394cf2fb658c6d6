"""What a person does with a run: the report to look at, the corrections that last, the workbook for a spreadsheet."""

REPORT = "report.html"
PAGES = "report"  # the folder of one page an article, where the corpus is large
REPORT_FILES = (REPORT, PAGES)
