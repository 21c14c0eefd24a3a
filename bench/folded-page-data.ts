import { packProfile, pageColumns } from "../src/report/flamegraph/profile-data.ts";
import { fileChunks } from "../src/report/flamegraph/read/file-chunks.ts";
import { readFolded } from "../src/report/flamegraph/read/read-folded.ts";
import { median } from "./median.ts";

/**
 * What bench/folded.ts measures as a process of its own: a folded file to the data block of a page, on stdout.
 * With a count it does the work so often and prints the median milliseconds of the last three: what a further graph of
 * a report takes, in a process that runs already.
 */
const [, , path = "", count] = process.argv;
const pageData = async (): Promise<string> => packProfile(pageColumns((await readFolded(fileChunks(path))).tree));

if (count === undefined) {
  process.stdout.write(await pageData());
} else {
  const times: number[] = [];
  for (let i = 0; i < Number(count); i++) {
    const start = performance.now();
    await pageData();
    times.push(performance.now() - start);
  }
  console.log(median(times.slice(-3)));
}
