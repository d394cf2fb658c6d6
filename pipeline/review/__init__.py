"""What a person does with a run: the report to look at, the corrections that last, the workbook for a spreadsheet."""
