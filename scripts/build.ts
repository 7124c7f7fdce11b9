// Builds dist/: the node's code (what a command does not need is in files that it does not load), its islands, its style
// sheet, its source. About a second.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build, transform } from "esbuild";
import { packSource } from "./source-archive.ts";

const root = new URL("..", import.meta.url).pathname;
// Built beside and put in place when it is whole: a build that fails leaves the one before.
const target = join(root, `dist.${process.pid}`);
const assets = join(target, "assets");
mkdirSync(assets, { recursive: true });
process.on("exit", () => rmSync(target, { recursive: true, force: true }));

/** Every `*.island.ts` below src/web is a script of its own, loaded by its page alone. */
function findIslands(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return findIslands(path);
    return entry.name.endsWith(".island.ts") ? [path] : [];
  });
}

await Promise.all([
  build({
    entryPoints: { cumbe: join(root, "src/main.ts") },
    outdir: target,
    chunkNames: "parts/[name]-[hash]",
    splitting: true,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
    packages: "external",
    jsx: "automatic",
    jsxImportSource: "hono/jsx",
    sourcemap: true,
    legalComments: "none",
  }),
  ...findIslands(join(root, "src/web")).map((island) =>
    build({
      entryPoints: [island],
      outfile: join(assets, basename(island).replace(/\.island\.ts$/, ".js")),
      bundle: true,
      minify: true,
      format: "esm",
      target: "es2022",
      legalComments: "none",
    }),
  ),
]);

const sheets = readdirSync(join(root, "src/web/styles"))
  .filter((name) => name.endsWith(".css"))
  .sort();
// The layers' order is the first word of the whole, whichever sheet's name comes first.
const layers = "@layer base, parts, pages;\n";
const css =
  layers + sheets.map((name) => readFileSync(join(root, "src/web/styles", name), "utf8")).join("\n");
writeFileSync(join(assets, "cumbe.css"), (await transform(css, { loader: "css", minify: true })).code);
writeFileSync(join(target, "source.tar.gz"), await packSource(root));
writeFileSync(join(assets, "icon.svg"), readFileSync(join(root, "src/web/styles/icon.svg")));

rmSync(join(root, "dist"), { recursive: true, force: true });
renameSync(target, join(root, "dist"));
