"""The live preview on loopback: pages of the site as the files stand now, loaded anew on change.

`state` knows the last reading that worked and what is wrong with the present one; `panel` shows
the latter on every page; `app` watches the files and answers the browser. Nothing is printed and
nothing is written: a page is inked when it is asked for.
"""
