// Whose attempts are counted together when nobody is signed in.
// Invariant: a header that anybody may send counts only when it comes from a proxy on this same computer.
import type { WebContext } from "./request.ts";

type NodeBindings = { readonly incoming?: { readonly socket?: { readonly remoteAddress?: string } } };

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/** One subscriber has a whole /64 of IPv6 addresses (RFC 6177 §2): it counts as one. */
function subscriberOf(address: string): string {
  const bare = address.replace(/^::ffff:/, "");
  if (!bare.includes(":")) return bare;
  const [head = "", tail] = bare.split("::");
  const groups = head.split(":").filter(Boolean);
  const rest = tail === undefined ? [] : tail.split(":").filter(Boolean);
  const zeros = Array<string>(Math.max(0, 8 - groups.length - rest.length)).fill("0");
  return [...groups, ...zeros, ...rest].slice(0, 4).join(":");
}

export function clientAddress(c: WebContext): string {
  const peer = (c.env as NodeBindings | undefined)?.incoming?.socket?.remoteAddress ?? "127.0.0.1";
  if (!LOOPBACK.test(peer)) return subscriberOf(peer);
  // The nearest proxy adds its own client last; what stands before may be invented.
  const nearest = c.req.header("x-forwarded-for")?.split(",").at(-1)?.trim();
  return subscriberOf(nearest && nearest.length <= 45 ? nearest : peer);
}
