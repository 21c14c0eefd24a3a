import { Readable } from "node:stream";
import fc from "fast-check";
import { expect, test } from "vitest";
import { streamLines } from "../../../src/target/kubernetes/stream-lines.ts";
import { watch } from "../../../src/target/kubernetes/watch.ts";
import { answering } from "./answering.ts";

async function linesOf(chunks: readonly Uint8Array[]): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of streamLines(Readable.from(chunks, { objectMode: false }))) lines.push(line);
  return lines;
}

test("lines are the same wherever the stream is cut", async () => {
  const pieces = fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 30 });
  const texts = fc.array(fc.string({ unit: "grapheme", maxLength: 12 }).map((one) => one.replaceAll("\n", "")));
  await fc.assert(
    fc.asyncProperty(texts, pieces, async (lines, lengths) => {
      const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""));
      const chunks: Uint8Array[] = [];
      for (let at = 0, piece = 0; at < bytes.length; piece++) {
        const length = Math.max(1, lengths[piece % lengths.length] ?? 1);
        chunks.push(bytes.subarray(at, at + length));
        at += length;
      }
      expect(await linesOf(chunks)).toEqual(lines);
    }),
  );
});

test("a last line that is not ended counts, and one without an end is cut", async () => {
  expect(await linesOf([Buffer.from("a\nb")])).toEqual(["a", "b"]);
  const many = Array.from({ length: 80 }, () => Buffer.alloc(64 * 1024, "x"));
  const [line = ""] = await linesOf(many);
  expect(line).toHaveLength(4 * 1024 ** 2);
});

const request = { path: "/api/v1/pods", what: "watch pods" };

test("a watch that breaks off goes on, and nothing but changes comes from it", async () => {
  const change = (type: string, name: string) => `${JSON.stringify({ type, object: { name } })}\n`;
  const cluster = await answering(
    {
      text: `${change("ADDED", "a") + change("BOOKMARK", "b") + change("ERROR", "gone")}no json\n{"type":"ADD`,
    },
    { text: change("MODIFIED", "c") },
  );
  const stop = new AbortController();
  const seen: unknown[] = [];
  for await (const { type, object } of watch<{ name: string }>(cluster, request, stop.signal)) {
    seen.push([type, object.name]);
    if (seen.length === 2) stop.abort();
  }
  expect(seen).toEqual([
    ["ADDED", "a"],
    ["MODIFIED", "c"],
  ]);
});

test("who may not watch is told", async () => {
  const cluster = await answering({
    status: 403,
    text: '{"kind":"Status","reason":"Forbidden","message":"pods is forbidden"}',
  });
  const watching = watch(cluster, request, new AbortController().signal).next();
  await expect(watching).rejects.toMatchObject({
    code: "cluster-forbidden",
    message: "You may not watch pods: pods is forbidden",
  });
});
