"""Maps as files: a page is drawn from data as SVG, and set as PNG or PDF. No browser, no screenshot: the same query on
the same data gives the same file."""
