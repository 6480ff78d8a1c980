"""Reports an office passes on: findings, task tables and lists of a unit, as Markdown, HTML, XLSX and DOCX."""
