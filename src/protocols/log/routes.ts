// The transparency log for machines: C2SP tlog-tiles over HTTP, its verifier key, and proofs as JSON.
import { Hono } from "hono";
import { parseTilePath, TILE_WIDTH, type TilePath, TransparencyError } from "#algorithms/transparency";
import { Refusal } from "#platform/errors";
import { isId } from "#platform/ids";
import { logVerifierKey } from "#platform/log/keys";
import { latestCheckpoint } from "#platform/log/seal";
import { type ActDetail, findAct, readTile } from "#platform/log/views";
import type { Env } from "../../web/request.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** What an outsider needs to check one act without the node: RFC 9162 §2.1.3, hashes in hex. */
export function proofAsJson(act: ActDetail) {
  return {
    id: act.id,
    type: act.type,
    subject: act.subject,
    record: act.record,
    leaf: act.leaf.toString("utf8"),
    proof: act.proof && {
      index: act.proof.index,
      size: act.proof.checkpoint.size,
      leafHash: hex(act.proof.leafHash),
      path: act.proof.path.map(hex),
      root: hex(act.proof.checkpoint.root),
      checkpoint: act.proof.checkpoint.note,
    },
  };
}

function tilePathOf(path: string): TilePath {
  try {
    return parseTilePath(path);
  } catch (error) {
    if (error instanceof TransparencyError) throw new Refusal("missing", "pageUnknown", { path });
    throw error;
  }
}

export const logProtocolRoutes = new Hono<Env>()
  .get("/log/checkpoint", async (c) => {
    const checkpoint = await latestCheckpoint(c.var.ctx.db);
    if (!checkpoint) throw new Refusal("unavailable", "logNotSealedYet");
    c.header("Cache-Control", "no-cache");
    return c.text(checkpoint.note);
  })
  .get("/log/key", async (c) => c.text(`${await logVerifierKey(c.var.ctx)}\n`))
  .get("/log/tile/*", async (c) => {
    const path = tilePathOf(c.req.path.slice("/log/".length));
    const bytes = await readTile(c.var.ctx.db, path);
    if (!bytes) throw new Refusal("missing", "pageUnknown", { path: c.req.path });
    c.header("Content-Type", "application/octet-stream");
    // The same bytes for everybody, whatever they read and whoever they are: a cache keeps one of it.
    c.header("Vary", undefined);
    c.header("Content-Language", undefined);
    // A full tile never changes; a partial one is replaced by a longer one under another name.
    c.header(
      "Cache-Control",
      path.width === TILE_WIDTH ? "public, max-age=31536000, immutable" : "public, max-age=3600",
    );
    return c.body(new Uint8Array(bytes));
  })
  .get("/log/acts/:file{.+\\.json}", async (c) => {
    const id = c.req.param("file").replace(/\.json$/, "");
    const act = isId(id) ? await findAct(c.var.ctx.db, id) : undefined;
    if (!act) throw new Refusal("missing", "actUnknown");
    return c.json(proofAsJson(act));
  });
