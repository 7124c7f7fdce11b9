// What anybody needs to check a signature without this node: the bytes that were hashed, and those that were signed.
import { Hono } from "hono";
import { findText, listSignatures, readVersionContent, versionPath } from "#congress";
import { Refusal } from "#platform/errors";
import type { Env } from "../../web/request.ts";

export const congressProtocolRoutes = new Hono<Env>()
  .get("/congress/:edition/texts/:text/versions/:number{[1-9][0-9]{0,5}}/content.json", async (c) => {
    const { edition, text, number } = c.req.param();
    const content = await readVersionContent(c.var.ctx.db, edition, text, Number(number));
    if (!content) throw new Refusal("missing", "pageUnknown");
    // Byte by byte as hashed: whoever parses and writes it again may get another hash.
    return c.body(new Uint8Array(content), 200, { "Content-Type": "application/json" });
  })
  .get("/congress/:edition/texts/:text/signatures.json", async (c) => {
    const { ctx } = c.var;
    const { origin } = ctx.node;
    const found = await findText(ctx.db, c.req.param("edition"), c.req.param("text"));
    if (!found) throw new Refusal("missing", "pageUnknown");
    const { edition, text } = found;
    const { adoptedVersion: version } = text;
    const signatures = await listSignatures(ctx.db, text.id);
    return c.json({
      text: origin + text.href,
      version,
      content: version && `${origin}${versionPath(edition.slug, text.slug, version)}/content.json`,
      algorithm: "Ed25519",
      signatures: signatures.map(
        ({ organization, statementText, signature, publicKey, signedAt, actId }) => ({
          organization: { id: organization.id, url: `${origin}/organizations/${organization.slug}` },
          /** Exactly the characters whose UTF-8 bytes were signed. */
          statement: statementText,
          signature,
          publicKey,
          signedAt: signedAt.toISOString(),
          act: `${origin}/log/acts/${actId}`,
        }),
      ),
    });
  });
