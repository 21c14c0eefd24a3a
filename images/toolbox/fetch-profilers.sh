#!/bin/sh
# fetch-profilers.sh FOLDER: py-spy and async-profiler, checked against the digests of the Dockerfile.
set -eu
out=$1
mkdir -p "$out/bin" "$out/lib" "$out/packages"
cd "$(mktemp -d)"
case "$(dpkg --print-architecture)" in
  amd64) wheel=$PY_SPY_AMD64 sha256=$PY_SPY_AMD64_SHA256 folder=linux-x64 ;;
  arm64) wheel=$PY_SPY_ARM64 sha256=$PY_SPY_ARM64_SHA256 folder=linux-arm64 ;;
  *) echo "no py-spy and async-profiler are published for this processor" >&2 && exit 1 ;;
esac

# fetch URL SHA256 FILE
fetch() {
  curl -fsSL --retry 3 -o "$3" "$1"
  echo "$2  $3" | sha256sum -c --quiet
}
# describe NAME VERSION LICENCE PACKAGE-URL URL: as sbom.sh reads it.
describe() {
  printf '%s\t%s\t%s\t%s\t%s\n' "$@" >"$out/packages/$1"
}

url=https://files.pythonhosted.org/packages/$wheel
fetch "$url" "$sha256" py-spy.whl
unzip -q py-spy.whl
install -m 755 py_spy-*.data/scripts/py-spy "$out/bin/py-spy"
describe py-spy "$PY_SPY" MIT "pkg:pypi/py-spy@$PY_SPY" "$url"

url=https://repo1.maven.org/maven2/tools/profiler/async-profiler/$ASYNC_PROFILER/async-profiler-$ASYNC_PROFILER.jar
fetch "$url" "$ASYNC_PROFILER_SHA256" async-profiler.jar
unzip -q async-profiler.jar "$folder/libasyncProfiler.so"
install -m 644 "$folder/libasyncProfiler.so" "$out/lib/libasyncProfiler.so"
describe async-profiler "$ASYNC_PROFILER" Apache-2.0 "pkg:maven/tools.profiler/async-profiler@$ASYNC_PROFILER" "$url"
