#!/bin/sh
# What the tests need besides Python, where it is missing and may be installed (Debian, root): Chromium with its driver,
# a Redis and a PostgreSQL server. Tests of what cannot be installed are skipped, and say so.
set -eu
wanted=""
command -v chromedriver >/dev/null 2>&1 && command -v chromium >/dev/null 2>&1 || wanted="chromium chromium-driver fonts-dejavu-core"
command -v redis-server >/dev/null 2>&1 || wanted="$wanted redis-server"
ls /usr/lib/postgresql/*/bin/pg_ctl >/dev/null 2>&1 || command -v pg_ctl >/dev/null 2>&1 || wanted="$wanted postgresql"
if [ -z "$wanted" ]; then exit 0; fi
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  apt-get update -qq
  # A server of ours is started by the tests alone.
  printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d && chmod +x /usr/sbin/policy-rc.d
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wanted || echo "Could not install: $wanted" >&2
  rm -f /usr/sbin/policy-rc.d
else
  echo "Missing, and cannot be installed here: $wanted. Tests that need them will be skipped." >&2
fi
