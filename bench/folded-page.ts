import { drawFlame } from "../src/cli/draw-flame.ts";

/** What bench/folded.ts measures as a process of its own: a folded file to a whole page, on stdout, as `diag flame` makes it. */
await drawFlame([process.argv[2] ?? ""], { out: "-" });
