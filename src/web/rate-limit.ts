// How often may be tried what a stranger can try.
import type { MiddlewareHandler } from "hono";
import { spendAttempt } from "#platform/rate-limits";
import { clientAddress } from "./client-address.ts";
import type { Env, WebContext } from "./request.ts";

export type Allowance = {
  /** Whose attempts count together: an address, an e-mail, an account. */
  readonly subject: string;
  readonly most: number;
  readonly minutes: number;
};

/** Counts one attempt at `name` against each allowance; refuses with `tooManyAttempts` and for how many seconds. */
export async function limitAttempts(
  c: WebContext,
  name: string,
  allowances: readonly Allowance[],
): Promise<void> {
  const { db, now, node } = c.var.ctx;
  const limits = allowances.map(({ subject, most, minutes }, index) => ({
    name: `${name} ${index}`,
    subject,
    most,
    windowSeconds: minutes * 60,
  }));
  await spendAttempt({ db, keys: node.keys, now }, limits);
}

/** Attempts from one address: many people may share one, behind a village's antenna or an assembly's router. */
export function fromAddress(c: WebContext, most: number, minutes: number): Allowance {
  return { subject: clientAddress(c), most, minutes };
}

const READS = new Set(["GET", "HEAD", "OPTIONS"]);

/** Every write counts, a visitor's by address and a person's by account; far above what hands can type. */
export const limitWrites: MiddlewareHandler<Env> = async (c, next) => {
  if (!READS.has(c.req.method)) {
    const { actor } = c.var.ctx;
    const allowance =
      actor.kind === "person"
        ? { subject: actor.accountId, most: 600, minutes: 10 }
        : fromAddress(c, 120, 10);
    await limitAttempts(c, actor.kind === "person" ? "write by account" : "write by address", [allowance]);
  }
  return next();
};
