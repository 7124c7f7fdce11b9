// What requests of whoever has signed in are read from: who asks, the body, and the key that makes it count once.
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import { parse } from "#platform/validation";
import type { WebContext } from "../../web/request.ts";
import { idempotencyHeader } from "./ledger.schema.ts";

export function holdSignedIn(ctx: Ctx): string {
  if (ctx.actor.kind !== "person") throw new Refusal("signIn", "signInFirst");
  return ctx.actor.personId;
}

export async function readBody(c: WebContext): Promise<unknown> {
  try {
    return await c.req.json();
  } catch {
    throw new Refusal("invalid", "formMalformed");
  }
}

export const keyOf = (c: WebContext) =>
  parse(idempotencyHeader, { "Idempotency-Key": c.req.header("idempotency-key") })["Idempotency-Key"];
