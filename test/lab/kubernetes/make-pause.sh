#!/bin/sh
# make-pause.sh FILE: the image diag-pause:test as an archive. It keeps a pod's namespaces: a program that waits, and
# takes over and buries orphans.
set -eu
file=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir root
gcc -static -Os -o root/pause -x c - <<'C'
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
static void end(int signal) { (void)signal; _exit(0); }
static void bury(int signal) { (void)signal; while (waitpid(-1, NULL, WNOHANG) > 0); }
int main(void) {
  signal(SIGTERM, end);
  signal(SIGINT, end);
  signal(SIGCHLD, bury);
  for (;;) pause();
}
C
tar --create --file layer.tar --directory root --owner 0 --group 0 pause
layer=$(sha256sum layer.tar | cut -d ' ' -f 1)
cat >config.json <<JSON
{"architecture":"$(dpkg --print-architecture)","os":"linux","config":{"Entrypoint":["/pause"]},"rootfs":{"type":"layers","diff_ids":["sha256:$layer"]}}
JSON
echo '[{"Config":"config.json","RepoTags":["diag-pause:test"],"Layers":["layer.tar"]}]' >manifest.json
tar --create --file "$file" manifest.json config.json layer.tar
