// Build src/ into the file that the bot serves; with --check, say whether that file is what src/ gives.
import { readFile, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const TARGET = new URL("../shouhou/channels/widget/widget.js", import.meta.url);
const MOST_GZIPPED = 40 * 1024;

const result = await build({
  absWorkingDir: new URL(".", import.meta.url).pathname,
  entryPoints: ["src/index.ts"],
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome111", "firefox114", "safari16.4"],
  charset: "utf8",
  legalComments: "none",
  loader: { ".css": "text" },
  plugins: [minifiedStyles()],
  write: false,
});
const made = result.outputFiles[0].contents;
const gzipped = gzipSync(made, { level: 9 }).length;
if (gzipped > MOST_GZIPPED) fail(`widget.js is ${gzipped} bytes gzipped, over ${MOST_GZIPPED}`);
if (process.argv.includes("--check")) {
  const kept = await readFile(TARGET).catch(() => Buffer.alloc(0));
  if (!kept.equals(made)) fail("widget.js is not what src/ gives: run `npm run build` in widget/ and commit it");
} else {
  await writeFile(TARGET, made);
}
console.log(`widget.js: ${made.length} bytes, ${gzipped} gzipped`);

function minifiedStyles() {
  return {
    name: "minified-styles",
    setup(setup) {
      setup.onLoad({ filter: /\.css$/ }, async ({ path }) => {
        const made = await build({
          entryPoints: [path],
          minify: true,
          write: false,
          target: ["chrome111", "safari16.4"],
        });
        return { contents: made.outputFiles[0].text, loader: "text" };
      });
    },
  };
}

function fail(why) {
  console.error(why);
  process.exit(1);
}
