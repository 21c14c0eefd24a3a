#!/bin/sh
# fetch-profilers.sh FOLDER: py-spy and async-profiler, checked against the digests of the Dockerfile.
set -eu
out=$1
mkdir -p "$out/bin" "$out/lib"
cd "$(mktemp -d)"
case "$(dpkg --print-architecture)" in
  amd64) wheel=$PY_SPY_AMD64 sha256=$PY_SPY_AMD64_SHA256 folder=linux-x64 ;;
  arm64) wheel=$PY_SPY_ARM64 sha256=$PY_SPY_ARM64_SHA256 folder=linux-arm64 ;;
  *) echo "no py-spy and async-profiler are published for this processor" >&2 && exit 1 ;;
esac
curl -fsSL --retry 3 -o py-spy.whl "https://files.pythonhosted.org/packages/$wheel"
echo "$sha256  py-spy.whl" | sha256sum -c --quiet
unzip -q py-spy.whl
install -m 755 py_spy-*.data/scripts/py-spy "$out/bin/py-spy"
curl -fsSL --retry 3 -o async-profiler.jar \
  "https://repo1.maven.org/maven2/tools/profiler/async-profiler/$ASYNC_PROFILER/async-profiler-$ASYNC_PROFILER.jar"
echo "$ASYNC_PROFILER_SHA256  async-profiler.jar" | sha256sum -c --quiet
unzip -q async-profiler.jar "$folder/libasyncProfiler.so"
install -m 644 "$folder/libasyncProfiler.so" "$out/lib/libasyncProfiler.so"
mkdir -p "$out/share"
printf 'py-spy %s\nasync-profiler %s\n' "$PY_SPY" "$ASYNC_PROFILER" >"$out/share/profilers"
