import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";

/** A small disk of a run's own. */
export async function mountDisk(folder: string) {
  mkdirSync(folder);
  await execa("mount", ["-t", "tmpfs", "-o", "size=8m", "diag-chaos", folder]);
  const filler = join(folder, "filler");
  return {
    /** To the last byte. */
    fill(): true {
      const file = openSync(filler, "w");
      try {
        for (let size = 64 * 1024; size >= 1; size /= 2) writeUntilFull(file, Buffer.alloc(size));
      } finally {
        closeSync(file);
      }
      return true;
    },
    free: () => rmSync(filler, { force: true }),
    async [Symbol.asyncDispose]() {
      await execa("umount", [folder]);
    },
  };
}

function writeUntilFull(file: number, piece: Buffer): void {
  try {
    for (;;) writeSync(file, piece);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  }
}
