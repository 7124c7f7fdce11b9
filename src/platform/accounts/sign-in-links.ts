// Links that sign somebody in without a password: for demonstrations, where whoever tries the node acts as each office.
// Invariant: a link holds by its signature, and pages honour it only on a node whose profile says it is a demonstration.
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Facilities } from "../context.ts";

function signatureOf({ keys }: Facilities, accountId: string): Buffer {
  return createHmac("sha256", keys.derive("sign-in-links")).update(accountId).digest();
}

/** The address of the page that offers to sign in as this account. */
export function signInLink(node: Facilities, accountId: string): string {
  return `${node.origin}/sign-in/link/${accountId}.${signatureOf(node, accountId).toString("base64url")}`;
}

/** The account that a link's token is for, if this node signed it. */
export function accountOfSignInLink(node: Facilities, token: string): string | undefined {
  const [accountId = "", signature = ""] = token.split(".");
  const due = signatureOf(node, accountId);
  const given = Buffer.from(signature, "base64url");
  return given.length === due.length && timingSafeEqual(given, due) ? accountId : undefined;
}
