// Styles, icons and islands: files of the build, named by their content, so that a browser keeps them for good.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { Hono } from "hono";
import { projectFile } from "#platform/project";

type Asset = {
  readonly path: string;
  readonly type: string;
  readonly plain: Buffer;
  readonly gzip: Buffer;
  readonly brotli: Buffer;
};

const TYPES: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml; charset=utf-8",
};

let assets: ReadonlyMap<string, Asset> | undefined;

function readAssets(): ReadonlyMap<string, Asset> {
  const folder = projectFile("dist", "assets");
  const found = new Map<string, Asset>();
  for (const name of readdirSync(folder)) {
    const [stem, extension = ""] = [name.slice(0, name.lastIndexOf(".")), name.split(".").at(-1)];
    const type = TYPES[extension];
    if (!type) continue;
    const plain = readFileSync(projectFile("dist", "assets", name));
    const hash = createHash("sha256").update(plain).digest("base64url").slice(0, 10);
    found.set(name, {
      path: `/assets/${stem}.${hash}.${extension}`,
      type,
      plain,
      gzip: gzipSync(plain, { level: 9 }),
      brotli: brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    });
  }
  return found;
}

function allAssets(): ReadonlyMap<string, Asset> {
  return (assets ??= readAssets());
}

/** The address of a built file: `cumbe.css` → `/assets/cumbe.Xy….css`. */
export function assetPath(name: string): string {
  const asset = allAssets().get(name);
  if (!asset) throw new Error(`no asset '${name}': run the build`);
  return asset.path;
}

/** A built script as it is, for one that has to stand at an address of its own. */
export function assetText(name: string): string {
  const asset = allAssets().get(name);
  if (!asset) throw new Error(`no asset '${name}': run the build`);
  return asset.plain.toString("utf8");
}

export const assetRoutes = new Hono().get("/assets/:name", (c) => {
  const asset = [...allAssets().values()].find((candidate) => candidate.path === c.req.path);
  if (!asset) return c.notFound();
  c.header("Content-Type", asset.type);
  c.header("Cache-Control", "public, max-age=31536000, immutable");
  c.header("Vary", "Accept-Encoding");
  const accepted = c.req.header("accept-encoding") ?? "";
  if (/\bbr\b/.test(accepted)) {
    c.header("Content-Encoding", "br");
    return c.body(new Uint8Array(asset.brotli));
  }
  if (/\bgzip\b/.test(accepted)) {
    c.header("Content-Encoding", "gzip");
    return c.body(new Uint8Array(asset.gzip));
  }
  return c.body(new Uint8Array(asset.plain));
});
