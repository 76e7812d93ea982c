"""The site: everything that is published, as {path: bytes}. The plan, which scripts rely on too.

`plan` says which pages exist, `pages` inks them (templates/site/*.html), `data` is what machines
read, `search` is the index, `assets` are style sheets and scripts; `build` puts it all in its
place, whole or not at all.

Addresses. All links are relative; every page but `404.html` is a folder with `index.html`.

    /                               in force, coming, retired; the notices
    /pick/                          tick products: their documents and the pack
    /products/<id>/  /bundles/<id>/ one product, one named bundle
    /sets/<key>/                    one set of products: its documents, `pack.pdf`
    /sets/<key>/<document>/         a document as that set reads it; of a named set also
                                    `<document>.pdf`, of others the pack is the PDF
    /documents/                     every document and its versions
    /documents/<id>/                the version that stands on the day (all products)
    /documents/<id>/<version>/      one version for good, and `<id>.pdf` in it
    /compare/                       every comparison
    /compare/<id>/<old>..<new>/     redline, and `redline.pdf` in it
    /compare/<id>/<old>..<new>/table/   对照表, and `table.pdf` in it
    /retired/  /retired/<id>/       agreements that were retired; one of them, and `<id>.pdf` in it
    /trace/                         tables of destinations and origins, and `trace.pdf`
    /trace/beside/                  retired provisions beside the clauses of today, `beside.pdf`
    /notices/  /notices/<id>/       notices, and `<id>.pdf` in each
    /which/  /search/  /data/       which version binds; search; what machines read
    /agreements.json  /feed.xml  /sitemap.xml  /robots.txt  /SHA256SUMS  /manifest.json
    /data/sets.json  /data/bindings.json
    /assets/<name>.<digest>.css|js  /pagefind/…

`<key>`: the products' ids in the order of the catalog with `_` between them; a key longer than
100 characters is `<count>-products-<digest>`, so scripts look the key up by `products`.
`#<clause-id>` is the permalink of a clause or an item, `#term-<id>` that of a term.

Data for scripts. Addresses in it are relative to the root of the site.

    data/sets.json      {"as-of": day, "products": [{"id", "name"}], "complete": bool,
                         "sets": {<ids joined by "_">: {"key", "page", "products": [id],
                           "documents": [{"id", "title", "version", "page",
                                          "pdf", "size", "sha256"}],
                           "pack": {"pdf", "size", "sha256"}}}}
    data/bindings.json  {"as-of": day, "documents": [{"id", "title", "page", "products": [id],
                           "audiences": [{"id", "name"}],
                           "versions": [{"number", "effective", "page", "pdf": address or null,
                             "rows": [{"audience": id, "from": day or null}]}]}]}
                        Versions oldest first, drafts left out. `rows` is empty where a version
                        binds everybody from `effective`; `from` null: from the day after the
                        running term ends, not before `effective`. `binding.py` is the definition.

Elements that scripts enhance. Each page says where its root is: `<html data-root="../../">`.
A script is loaded on the pages that need it only (`<script type="module" src=…>`): `picker`
(/pick/), `which` (/which/), `search` (/search/), `reading` (documents, versions, sets).
What works only with scripts carries `hidden` and is shown by its script; what a script
replaces carries `data-plain`, and the script hides it.

    picker   form#picker[hidden] input[type=checkbox][name=product][value=<id>]; button[type=reset];
             p#ticked[role=status] says what is ticked, div#picked gets its documents and
             pack; template#picked-set; [data-plain]: every set as links
    which    form#ask[hidden] select[name=document], select[name=audience],
             input[type=date][name=on], input[type=date][name=ends] in [data-ends][hidden];
             div#answer[role=status]; [data-plain]: the table of answers
    search   form#search[role=search] input[type=search][name=q], select[name=document],
             select[name=product]; ol#results; p#found (aria-live=polite); p[data-plain] says that
             search needs scripts and where the contents are; the header of every page has a form
             with input[name=q] that leads to /search/?q=…
    reading  a.permalink[href="#<id>"] beside each clause: the script copies the whole address and
             says so in output#copied (aria-live=polite); a[href^="#term-"] in the text: shows what
             #term-<id> says on hover and focus, Escape hides it; [data-copy]: a button[hidden] that
             copies that text (hashes)

Search. One record a clause through Pagefind's custom records, in `/pagefind/`: `url` is
"documents/<id>/<version>/#<clause>", relative to the root; `meta` {title: "4.6【预付】", document,
version, chapter}; `filters` {document: [title], product: [name]}; `content` the clause's words.
Options of the selects are the values of the filters.

Style: `templates/site/site.css` behind tokens.css, text.css and screen.css. Strict content security
policy on each page: no inline script, no inline style (`style=` neither), `connect-src 'self'`.
"""
