#!/bin/sh
# Chromium and its driver for the browser tests, where they are missing and may be installed (Debian, root).
set -eu
if command -v chromedriver >/dev/null 2>&1 && command -v chromium >/dev/null 2>&1; then exit 0; fi
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium chromium-driver fonts-dejavu-core
else
  echo "Chromium is missing and cannot be installed here: the browser tests will be skipped." >&2
fi
