import { fileChunks } from "../src/report/flamegraph/file-chunks.ts";
import { packProfile, pageColumns } from "../src/report/flamegraph/profile-data.ts";
import { readFolded } from "../src/report/flamegraph/read-folded.ts";

/** What bench/folded.ts measures as a process of its own: a folded file to the data block of a page, on stdout. */
const { tree } = await readFolded(fileChunks(process.argv[2]!));
process.stdout.write(packProfile(pageColumns(tree)));
