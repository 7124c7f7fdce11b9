import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { clientAddress } from "./client-address.ts";
import type { Env } from "./request.ts";

async function addressSeen(peer: string, forwarded?: string): Promise<string> {
  const app = new Hono<Env>().get("/", (c) => c.text(clientAddress(c)));
  const headers: Record<string, string> = forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
  const bindings = { incoming: { socket: { remoteAddress: peer } } };
  return (await app.request("/", { headers }, bindings)).text();
}

describe("a client's address", () => {
  it("is the peer's, whatever a stranger's header says", async () => {
    expect(await addressSeen("203.0.113.7", "198.51.100.1")).toBe("203.0.113.7");
    expect(await addressSeen("::ffff:203.0.113.7")).toBe("203.0.113.7");
  });

  it("is what a proxy on this computer saw, not what its client claimed before", async () => {
    for (const peer of ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
      expect(await addressSeen(peer, "192.0.2.1, 198.51.100.1")).toBe("198.51.100.1");
    expect(await addressSeen("127.0.0.1", "x".repeat(100))).toBe("127.0.0.1");
    expect(await addressSeen("127.0.0.1")).toBe("127.0.0.1");
  });

  it("is one for all that one IPv6 subscriber has", async () => {
    const one = await addressSeen("2001:db8:1:2:aaaa::1");
    expect(one).toBe("2001:db8:1:2");
    expect(await addressSeen("2001:db8:1:2::ffff")).toBe(one);
    expect(await addressSeen("2001:db8:1:3::1")).not.toBe(one);
    expect(await addressSeen("2001:db8::1")).toBe("2001:db8:0:0");
  });
});
