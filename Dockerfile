# Build stage: the environment and the store. Final stage: gunicorn as a plain user, who may write imported datasets, briefings and
# the store alone (mount volumes on /srv/data/imports and /srv/data/briefings to keep them). Two workers share their answers in
# files; with STORE_URL and a redis CACHE_URL several such machines work on one database (docs/servers.md).
FROM python:3.11-slim AS build
WORKDIR /srv
COPY requirements.lock ./
RUN python -m venv /opt/venv && /opt/venv/bin/pip install --no-cache-dir --requirement requirements.lock
COPY app ./app
COPY data ./data
COPY assets ./assets
RUN /opt/venv/bin/python -m compileall -q app && /opt/venv/bin/python -m app build

FROM python:3.11-slim
RUN useradd --create-home --uid 10001 atlas
WORKDIR /srv
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv /srv
RUN mkdir -p data/imports data/briefings data/cache && chown -R atlas data/build data/imports data/briefings data/cache
USER atlas
ENV HOST=0.0.0.0 PORT=8050 WORKERS=2 CACHE_URL=file:/srv/data/cache PYTHONUNBUFFERED=1 \
    MALLOC_ARENA_MAX=2 ARROW_DEFAULT_MEMORY_POOL=system
EXPOSE 8050
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["/opt/venv/bin/python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/health')"]
CMD exec /opt/venv/bin/gunicorn -c python:app.serve app.wsgi:server --worker-tmp-dir /dev/shm
