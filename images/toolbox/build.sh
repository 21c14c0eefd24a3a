#!/bin/sh
# Builds the toolbox image: build.sh [--flavour toolbox|toolbox-slim|toolbox-headers] [--tag TAG] [--base IMAGE]
#   [--snapshot TIMESTAMP] [--headers "PACKAGE|URL …"] [--engine docker|podman] [--network NAME]
set -eu
cd "$(dirname "$0")/../.."

flavour="" tag="" base=debian:trixie-slim snapshot="" headers="" engine=docker network=""
usage() {
  sed -n '2,3s/^# *//p' images/toolbox/build.sh >&2
  exit 2
}
while [ $# -gt 0 ]; do
  [ $# -ge 2 ] || usage
  case $1 in
    --flavour) flavour=$2 ;;
    --tag) tag=$2 ;;
    --base) base=$2 ;;
    --snapshot) snapshot=$2 ;;
    --headers) headers=$2 ;;
    --engine) engine=$2 ;;
    --network) network=$2 ;;
    *) usage ;;
  esac
  shift 2
done
[ "$flavour" != "" ] || flavour=toolbox${headers:+-headers}
case $flavour in
  toolbox | toolbox-slim) [ "$headers" = "" ] || usage ;;
  toolbox-headers) [ "$headers" != "" ] || usage ;;
  *) usage ;;
esac

[ -x node_modules/.bin/node ] || npm ci --no-audit --no-fund --loglevel=error
npm run --silent build:executable

version=$(node_modules/.bin/node -p 'require("./package.json").version')
[ "$tag" != "" ] || tag="diag-$flavour:$version"
# The time of the source, so that the same source gives the same labels.
created=$(git log -1 --format=%cI 2>/dev/null || echo 1970-01-01T00:00:00Z)

set -- build --target "$flavour" --tag "$tag" --file images/toolbox/Dockerfile \
  --build-arg "BASE=$base" --build-arg "SNAPSHOT=$snapshot" --build-arg "HEADERS=$headers" \
  --build-arg "VERSION=$version" --build-arg "CREATED=$created" \
  --build-arg "REVISION=$(git rev-parse HEAD 2>/dev/null || echo unknown)" \
  --build-arg "SOURCE=$(git config --get remote.origin.url 2>/dev/null || true)"
[ "$network" = "" ] || set -- "$@" --network "$network"
[ "${SOURCE_DATE_EPOCH-}" = "" ] || set -- "$@" --build-arg "SOURCE_DATE_EPOCH=$SOURCE_DATE_EPOCH"
"$engine" "$@" .
bytes=$("$engine" image inspect --format '{{.Size}}' "$tag")
echo "$tag: $((bytes / 1000000)) MB"
