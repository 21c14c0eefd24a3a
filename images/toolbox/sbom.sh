#!/bin/sh
# Prints what is installed as SPDX 2.3 JSON (spdx.github.io/spdx-spec): every package of Debian, and what came otherwise.
set -eu
packages() {
  dpkg-query -W -f '${binary:Package}\t${Version}\tpkg:deb/debian/${Package}@${Version}?arch=${Architecture}\n'
  for one in py-spy rbspy; do
    if command -v "$one" >/dev/null; then
      version=$("$one" --version | sed 's/.* //')
      case $one in py-spy) purl=pkg:pypi/py-spy ;; *) purl=pkg:cargo/$one ;; esac
      printf '%s\t%s\t%s@%s\n' "$one" "$version" "$purl" "$version"
    fi
  done
  if [ -f /usr/local/share/profilers ]; then
    sed -n 's/^async-profiler \(.*\)/async-profiler\t\1\tpkg:maven\/tools.profiler\/async-profiler@\1/p' /usr/local/share/profilers
  fi
}
created=$(date -u -d "@${SOURCE_DATE_EPOCH:-0}" +%Y-%m-%dT%H:%M:%SZ)
packages | awk -F '\t' -v created="$created" '
  BEGIN {
    printf "{\"spdxVersion\":\"SPDX-2.3\",\"dataLicense\":\"CC0-1.0\",\"SPDXID\":\"SPDXRef-DOCUMENT\",\"name\":\"diag-toolbox\","
    printf "\"documentNamespace\":\"https://diag.dev/spdx/toolbox\",\"creationInfo\":{\"created\":\"%s\",\"creators\":[\"Tool: diag\"]},\n\"packages\":[", created
  }
  {
    id = $1; gsub(/[^A-Za-z0-9.-]/, "-", id)
    printf "%s\n{\"SPDXID\":\"SPDXRef-%s\",\"name\":\"%s\",\"versionInfo\":\"%s\",\"downloadLocation\":\"NOASSERTION\",", (NR > 1 ? "," : ""), id, $1, $2
    printf "\"externalRefs\":[{\"referenceCategory\":\"PACKAGE-MANAGER\",\"referenceType\":\"purl\",\"referenceLocator\":\"%s\"}]}", $3
  }
  END { print "\n]}" }'
