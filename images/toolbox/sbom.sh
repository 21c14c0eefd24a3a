#!/bin/sh
# sbom.sh NAME FOLDER [PACKAGE…]: prints what an image holds as SPDX 2.3 JSON (spdx.github.io/spdx-spec/v2.3): Debian's
# packages (all, or those named), and what the files in FOLDER list: name, version, licence, package URL, where it is
# from, with tabs between.
set -eu
name=$1 folder=$2
shift 2
# shellcheck disable=SC1091
distribution=$(. /etc/os-release && echo "$ID-$VERSION_ID")
tab=$(printf '\t')
list() {
  # shellcheck disable=SC2016 # dpkg-query's own variables
  dpkg-query -W -f '${db:Status-Status}\t${Package}\t${Version}\t${Architecture}\n' "$@" | sort |
    awk -F '\t' -v OFS='\t' -v distribution="$distribution" '$1 == "installed" {
      # github.com/package-url/purl-spec
      version = $3; gsub(/\+/, "%2B", version); gsub(/:/, "%3A", version); gsub(/~/, "%7E", version)
      print $2, $3, "NOASSERTION", "pkg:deb/debian/" $2 "@" version "?arch=" $4 "&distro=" distribution, ""
    }'
  cat "$folder"/*
}
packages=$(list "$@")
digest=$(echo "$packages" | sha256sum | cut -c1-32)
# A document is another one when what it lists is.
created=$(date -u ${SOURCE_DATE_EPOCH:+-d "@$SOURCE_DATE_EPOCH"} +%Y-%m-%dT%H:%M:%SZ)

echo "$packages" | awk -F "$tab" -v name="$name" -v digest="$digest" -v created="$created" '
  function member(key, value) { return "\"" key "\":\"" value "\"" }
  function package(id, name, version, licence, from, purl,   text) {
    text = "{" member("SPDXID", id) "," member("name", name) "," member("versionInfo", version) ","
    text = text member("downloadLocation", from) ",\"filesAnalyzed\":false,"
    text = text member("licenseConcluded", "NOASSERTION") "," member("licenseDeclared", licence) ","
    text = text member("copyrightText", "NOASSERTION")
    if (purl != "") {
      text = text ",\"externalRefs\":[{" member("referenceCategory", "PACKAGE-MANAGER") ","
      text = text member("referenceType", "purl") "," member("referenceLocator", purl) "}]"
    }
    return text "}"
  }
  function relation(from, kind, to) {
    return "{" member("spdxElementId", from) "," member("relationshipType", kind) "," member("relatedSpdxElement", to) "}"
  }
  BEGIN {
    image = "SPDXRef-image"
    print "{" member("spdxVersion", "SPDX-2.3") "," member("dataLicense", "CC0-1.0") "," member("SPDXID", "SPDXRef-DOCUMENT") ","
    print member("name", name) "," member("documentNamespace", "https://spdx.org/spdxdocs/" name "-" digest) ","
    print "\"creationInfo\":{" member("created", created) ",\"creators\":[\"Tool: diag-images-toolbox-sbom\"]},"
    print "\"packages\":["
    printf "%s", package(image, name, digest, "NOASSERTION", "NOASSERTION", "")
  }
  {
    id = $1 "-" $2
    gsub(/[^A-Za-z0-9.-]/, "-", id)
    ids[NR] = "SPDXRef-package-" id
    printf ",\n%s", package(ids[NR], $1, $2, $3, $5 == "" ? "NOASSERTION" : $5, $4)
  }
  END {
    print "\n],\n\"relationships\":["
    printf "%s", relation("SPDXRef-DOCUMENT", "DESCRIBES", image)
    for (i = 1; i <= NR; i++) printf ",\n%s", relation(image, "CONTAINS", ids[i])
    print "\n]}"
  }'
