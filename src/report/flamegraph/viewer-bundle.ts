/**
 * How the build makes the page's script: `esbuild.build(viewerBundle)` gives one output file whose text is the script,
 * always the same for the same sources, so that the page's content security policy can name its SHA-256.
 * The text is safe inside `<script>`: esbuild escapes `</script`.
 */
export const viewerBundle = {
  entryPoints: ["src/report/flamegraph/viewer/viewer.ts"],
  bundle: true,
  minify: true,
  write: false,
  format: "iife",
  platform: "browser",
  // DecompressionStream came to Chromium 80, Safari 16.4, Firefox 113; class fields and ??= are older than the last.
  target: ["chrome111", "firefox113", "safari16.4"],
  charset: "utf8",
  legalComments: "none",
} as const;
