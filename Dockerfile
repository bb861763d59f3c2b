# Build stage: the environment and the store. Final stage: the program as a plain user, who may write imported datasets, briefings
# and the store alone (mount volumes on /srv/data/imports and /srv/data/briefings to keep them). Two workers share their answers in
# files; with STORE_URL and a redis CACHE_URL several such machines work on one database (docs/servers.md).
# Publish it on loopback, `-p 127.0.0.1:8050:8050`, and put a proxy with TLS before it for others. A container can be reached from
# outside its own machine, so nothing can be changed by way of the page unless ALLOW_CHANGES=1 says so.
FROM python:3.11-slim AS build
WORKDIR /srv
COPY requirements.lock ./
# Only what serves stays: no tests, maps of scripts or headers of libraries (a third of the image). Debug symbols go where binutils is.
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --no-compile --require-hashes --requirement requirements.lock \
 && (command -v strip || (apt-get update -qq && apt-get install -y -qq --no-install-recommends binutils)) \
 && cd /opt/venv/lib/python3.*/site-packages \
 && rm -rf pip pip-* setuptools setuptools-* plotly/labextension plotly/package_data/widgetbundle.js \
    pyarrow/include pyarrow/src pyarrow/*flight* pyarrow/*s3* dash_ag_grid/async-enterprise.js \
 && find . -type d -name tests -prune -exec rm -rf {} + \
 && find . \( -name '*.map' -o -name '*.pyi' -o -name '*.pxd' -o -name '*.pyx' -o -name '*.dev.js' \) -delete \
 && find babel/locale-data -name '*.dat' | grep -vE '/(root|en|es|pt|fr|it)(_[A-Z0-9]+)?\.dat$' | xargs rm \
 && find typst pyarrow pyogrio pyproj scipy PIL -name '*.so*' -type f -exec strip --strip-unneeded {} +
COPY app ./app
COPY data ./data
COPY assets ./assets
# What is read is compiled by reading it: building the store, and one page and one file of each kind.
RUN /opt/venv/bin/python -m app build \
 && /opt/venv/bin/python -m app snapshot --out /tmp/map.pdf && /opt/venv/bin/python -m app report --at BR --kind docx --out /tmp/sheets \
 && /opt/venv/bin/python -m compileall -q app

FROM python:3.11-slim
RUN useradd --create-home --uid 10001 routes
WORKDIR /srv
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv /srv
RUN mkdir -p data/imports data/briefings data/cache && chown -R routes data/build data/imports data/briefings data/cache
USER routes
ENV HOST=0.0.0.0 PORT=8050 WORKERS=2 CACHE_URL=file:/srv/data/cache PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    MALLOC_ARENA_MAX=2 ARROW_DEFAULT_MEMORY_POOL=system
EXPOSE 8050
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["/opt/venv/bin/python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/health')"]
CMD ["/opt/venv/bin/python", "-m", "app", "run"]
