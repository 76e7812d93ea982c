"""Two states of an agreement side by side, as data; how it is inked is not decided here."""
