"""How long things take, on this machine, today: `python -m bench` prints the table.

It measures commands as their users run them, each in a new process, on a copy
of the agreements; the tests never run it. `one` sets a single document by
WeasyPrint or by Typst, `peer` writes that document down for Typst.
"""
