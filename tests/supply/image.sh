#!/bin/sh
# Builds the image of the Dockerfile without Docker and tries it as its plain user: its size, its health check, a page, a file, and
# that nothing can be changed by way of the page. Needs buildah, debootstrap and root on Debian; says so and ends with 77 elsewhere.
# Prints one line of figures at the end. IMAGE_DIR keeps the base between runs.
set -eu
cd "$(dirname "$0")/../.."
for tool in buildah debootstrap; do
  command -v $tool >/dev/null 2>&1 || { echo "skipped: $tool is not on this machine" >&2; exit 77; }
done
[ "$(id -u)" = 0 ] || { echo "skipped: needs root" >&2; exit 77; }
DIR=${IMAGE_DIR:-$(mktemp -d)}
# The storage is mounted on itself while it is used.
tidy() { umount -l "$DIR/storage/overlay" 2>/dev/null || true; [ -n "${IMAGE_DIR:-}" ] || rm -rf "$DIR" || true; }
trap tidy EXIT INT TERM
mkdir -p "$DIR/storage" "$DIR/run"
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
buildah() { command buildah --root "$DIR/storage" --runroot "$DIR/run" "$@"; }

# The base that Docker would fetch, made here from the packages of this system: python and what venv needs.
if ! buildah inspect --type image python:3.11-slim >/dev/null 2>&1; then
  SITE=$(apt-get indextargets --format '$(SITE)' 'Identifier: Packages' | head -n 1)
  SUITE=$(. /etc/os-release && echo "$VERSION_CODENAME")
  [ -d "$DIR/base" ] || debootstrap --variant=minbase --include=python3,python3-venv,ca-certificates "$SUITE" "$DIR/base" "$SITE" >&2 ||
    { echo "skipped: the packages of the base cannot be fetched" >&2; exit 77; }
  ln -sf python3 "$DIR/base/usr/bin/python"
  rm -rf "$DIR/base/var/cache/apt/archives" "$DIR/base/var/lib/apt/lists" "$DIR/base/usr/share/doc" "$DIR/base/usr/share/man" \
    "$DIR/base/usr/share/locale" "$DIR/base/usr/share/info"
  mkdir -p "$DIR/base/var/cache/apt/archives/partial" "$DIR/base/var/lib/apt/lists/partial"
  base=$(buildah from scratch)
  buildah add -q "$base" "$DIR/base" / >&2
  buildah commit -q --rm "$base" python:3.11-slim >&2
fi

started=$(date +%s)
# pip's own settings of this machine go along, so that it finds its index as it does here; none of them stays in the image.
[ -f /etc/ssl/certs/ca-certificates.crt ] && CERTS="--volume /etc/ssl/certs:/etc/ssl/certs:ro" || CERTS=""
# shellcheck disable=SC2086
buildah bud -q --format docker $CERTS --pull=never -t cocaine-routes . >&2
built=$(($(date +%s) - started))
bytes=$(buildah inspect --type image --format '{{.FromImageID}}' cocaine-routes >/dev/null && buildah images --json cocaine-routes |
  python3 -c 'import json, sys; s = json.load(sys.stdin)[0]["size"].split(); print(round(float(s[0]) * {"MB": 1, "GB": 1000, "kB": 0.001}[s[1]]))')

container=$(buildah from --pull=never cocaine-routes)
PORT=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
# The server is a child of children of the command that runs it; all of them end with this script.
family() { for child in $(pgrep -P "$1"); do family "$child"; done; echo "$1"; }
ended() { kill $(family "$server") 2>/dev/null || true; wait "$server" 2>/dev/null || true; buildah rm "$container" >/dev/null 2>&1 || true; tidy; }
trap ended EXIT INT TERM
CHECK=$(python3 -c '
import re, sys
line = re.search(r"HEALTHCHECK.*?CMD (\[.*?\])\n", open("Dockerfile").read(), re.S)[1]
print(line)')
buildah run --env PORT="$PORT" "$container" -- /opt/venv/bin/python -m app run >"$DIR/log" 2>&1 &
server=$!
tries=0
until buildah run --env PORT="$PORT" "$container" -- /opt/venv/bin/python -c "$(python3 -c 'import json,sys; print(json.loads(sys.argv[1])[2])' "$CHECK")" >/dev/null 2>&1; do
  tries=$((tries + 1))
  [ $tries -lt 60 ] && kill -0 "$server" 2>/dev/null || { echo "the server does not get healthy:" >&2; cat "$DIR/log" >&2; exit 1; }
done
python3 - "$PORT" <<'PY'
import sys, urllib.error, urllib.request
base = f"http://127.0.0.1:{sys.argv[1]}"
for path in ("/", "/export/map.pdf", "/export/events.xlsx", "/export/events.parquet", "/export/country.docx?at=BR", "/export/legs.geojson"):
    with urllib.request.urlopen(base + path, timeout=120) as answer:
        assert answer.status == 200 and len(answer.read()) > 1000, path
try:
    urllib.request.urlopen(urllib.request.Request(base + "/briefings", b"{}", {"X-Requested-With": "1"}), timeout=30)
    raise SystemExit("a server that others reach let itself be changed")
except urllib.error.HTTPError as error:
    assert error.code == 403 and b"ALLOW_CHANGES" in error.read(), error.code
PY
user=$(buildah run "$container" -- id -un)
missing=$(buildah run "$container" -- sh -c 'ls -d /opt/venv/lib/python3*/site-packages/* | grep -cE "/(pytest|selenium|mypy|ruff|hypothesis)" || true')
echo "image: $bytes MB, built in $built s, user $user, packages of tests in it: $missing"
[ "$user" = routes ] && [ "$missing" = 0 ] && [ "$bytes" -lt 800 ]
