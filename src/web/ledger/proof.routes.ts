// The proof of one movement, as a file for whoever may read the account's statement. It says nothing of the other side.
import { Hono } from "hono";
import { proveLine } from "#ledger";
import { Refusal } from "#platform/errors";
import { type Env, signedIn } from "../request.ts";
import { readableOf } from "./reading.ts";

export const proofRoutes = new Hono<Env>().get(
  "/economy/accounts/:number/lines/:version{[1-9][0-9]{0,17}}/proof.json",
  signedIn,
  async (c) => {
    const account = await readableOf(c);
    const version = c.req.param("version");
    const proof = await proveLine(c.var.ctx, account.id, BigInt(version));
    if (!proof) throw new Refusal("missing", "lineNotSealedYet");
    c.header("Content-Disposition", `attachment; filename="${account.number}_${version}_proof.json"`);
    return c.json(proof);
  },
);
