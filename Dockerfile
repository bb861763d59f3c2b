# Three stages: the environment and the store; the system without what a server never runs; and both as one layer, so that what was
# taken out is out. The program runs as a plain user, who may write imported datasets, briefings and the store alone (mount volumes on
# /srv/data/imports and /srv/data/briefings to keep them). Two workers share their answers in files; with STORE_URL and a redis
# CACHE_URL several such machines work on one database (docs/servers.md).
# Publish it on loopback, `-p 127.0.0.1:8050:8050`, and put a proxy with TLS before it for others. A container can be reached from
# outside its own machine, so nothing can be changed by way of the page unless ALLOW_CHANGES=1 says so.
FROM python:3.11-slim AS build
RUN command -v strip || (apt-get update -qq && apt-get install -y -qq --no-install-recommends binutils)
WORKDIR /srv
COPY requirements.lock ./
COPY tests/supply/slim.py /tmp/slim.py
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --no-compile --require-hashes --requirement requirements.lock \
 && /opt/venv/bin/python /tmp/slim.py /opt/venv/lib/python3.*/site-packages
COPY app /srv/program/app
COPY data /srv/program/data
COPY assets /srv/program/assets
WORKDIR /srv/program
# What is read is compiled by reading it: building the store, a map and a sheet.
ENV BUILD_DIR=/srv/own/build BRIEFINGS_DIR=/srv/own/briefings IMPORTS_DIR=/srv/own/imports
RUN mkdir -p /srv/own/cache /srv/own/imports /srv/own/briefings && /opt/venv/bin/python -m app build \
 && /opt/venv/bin/python -m app snapshot --out /tmp/map.pdf && /opt/venv/bin/python -m app report --at BR --kind docx --out /tmp/sheets \
 && /opt/venv/bin/python -m compileall -q app

FROM python:3.11-slim AS system
RUN useradd --create-home --uid 10001 routes \
 && rm -rf /usr/share/doc /usr/share/man /usr/share/info /usr/share/locale /usr/share/perl* /usr/share/python-wheels /usr/bin/perl* \
    /usr/lib/*/gconv /usr/lib/*/perl* /var/cache/* /var/lib/apt /usr/lib/apt /usr/bin/apt* /var/lib/dpkg/info /var/log/* /usr/share/bash-completion /usr/share/zsh \
    /usr/sbin/*fs* /usr/sbin/sln /usr/sbin/zic /usr/sbin/iconvconfig /usr/bin/dpkg* /usr/bin/localedef /usr/bin/infocmp /usr/bin/tic \
    /usr/lib/*/libapt* /usr/lib/*/libgnutls* /usr/lib/*/libp11-kit* /usr/lib/*/libunistring* /usr/lib/*/libgcrypt* /usr/lib/*/libdb-* \
 && chmod 1777 /tmp /var/tmp \
 && for lib in /usr/lib /usr/local/lib; do cd $lib; \
    rm -rf python3.*/ensurepip python3.*/lib2to3 python3.*/idlelib python3.*/test python3.*/turtledemo python3.*/pydoc_data python3.*/distutils \
      python3.*/config-* python3.*/site-packages/pip* python3.*/site-packages/setuptools*; done

FROM scratch
COPY --from=system / /
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv/program /srv
COPY --from=build --chown=10001:10001 /srv/own /srv/data
WORKDIR /srv
USER routes
ENV PATH=/usr/local/bin:/usr/bin:/bin LANG=C.UTF-8 HOST=0.0.0.0 PORT=8050 WORKERS=2 CACHE_URL=file:/srv/data/cache \
    PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 MALLOC_ARENA_MAX=2 ARROW_DEFAULT_MEMORY_POOL=system
EXPOSE 8050
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["/opt/venv/bin/python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/health')"]
CMD ["/opt/venv/bin/python", "-m", "app", "run"]
