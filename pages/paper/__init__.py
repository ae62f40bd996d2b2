"""What leaves Kordon on paper or as a file: reports and letters as PDF, registers as XLSX.

`model`, `report`, `letter` and `workbook` are for everybody; charts and templates are drawn in a process of their own
(`sandbox` starts it, `worker` is it), so that what serves pages never loads the typesetter or the plotter.
"""
