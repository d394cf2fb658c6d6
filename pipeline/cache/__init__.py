"""What a run keeps in `OUTPUT/.cache` for the next one, so that only what is new is read.

`fingerprint.py` says what a result rests on, `shelf.py` keeps the rows of each article under that name, `manifest.py`
remembers the inputs and outputs of the last run, and `workplace.py` lets one run at a time into the folder. Nothing in
it is needed to use the tables: `recoupe clean` prunes it, and without it the next run reads everything again.
"""
