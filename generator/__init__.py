"""xieyi: agreements as YAML, reviewed, proved and published as PDF and HTML.

`FLOORS` is the plan of the house: a module imports only from lower floors,
and modules of the same floor are strangers. `DOORS` says which one module may
use a library. `tests/test_layers.py` holds both.
"""

__version__ = "0.1.0"

FLOORS = (
    ("source", "wording", "numerals", "quantities", "lines", "characters"),
    ("problems", "model"),
    ("reading", "schemas", "binding", "fingerprint"),
    ("load", "validate", "resolve", "render", "conformance", "workspace"),
    ("canonical", "signing"),
    ("bundle", "answers", "formatting", "text", "ledger"),
    ("compare",),
    ("lint", "publish", "redlines"),
    ("pipeline", "starter", "reviews", "mending", "copies"),
    ("batch", "printing", "sides"),
    ("site", "releasing"),
    ("verifying", "serving"),
    ("commands",),
    ("__main__",),
)
DOORS = {
    "yaml": "load",
    "jinja2": "render",
    "weasyprint": "render",
    "uharfbuzz": "render",
    "fontTools": "render",
    "segno": "render",
    "pikepdf": "conformance",
    "pyhanko": "signing",
    "pyhanko_certvalidator": "signing",
    "asn1crypto": "signing",
    "cryptography": "signing",
    "rapidfuzz": "compare",
    "pagefind": "site",
    "cbor2": "site",
    "pypdf": "publish",
    "starlette": "serving",
    "uvicorn": "serving",
    "watchfiles": "serving",
    "click": "commands",
    "rich": "commands",
}
