// What holds for every page and every write, whatever the module.
import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type Reader } from "../../test/support/app.ts";
import { useDatabase } from "../../test/support/database.ts";
import { contextOn, foundTestNode, type TestNode } from "../../test/support/node.ts";
import { acceptedLanguages, chooseLanguage } from "./request.ts";

describe("every answer", () => {
  const test = useDatabase();
  let node: TestNode;
  let visitor: Reader;
  let operator: Reader;
  beforeAll(async () => {
    node = await foundTestNode(test.db);
    const { as } = createTestApp(node.shell);
    visitor = as();
    operator = as("account-operator");
  });

  it("carries the security headers and no script", async () => {
    const response = await visitor.get("/");
    expect(response.status).toBe(200);
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(response.headers.get("content-security-policy")).not.toContain("unsafe");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("strict-transport-security")).toContain("max-age");
    expect(await response.text()).not.toContain("<script");
  });

  it("is in the language that the reader asks for", async () => {
    const titles: string[] = [];
    for (const language of ["es", "en", "pt-BR", "fr-CA"]) {
      const html = await (await visitor.get("/log", { "accept-language": language })).text();
      titles.push(/<h1>([^<]+)/.exec(html)?.[1] ?? "");
      expect(html).toContain(`<html lang="${language.slice(0, 2)}"`);
    }
    expect(titles).toEqual(["Registro público", "Public log", "Registro público", "Registre public"]);
  });

  it("keeps a language that was chosen", async () => {
    const chosen = await visitor.get("/log?lang=fr");
    expect(await chosen.text()).toContain("Registre public");
    const cookie = chosen.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^lang=fr; .*HttpOnly; Secure; SameSite=Lax/);
    expect(await (await visitor.get("/log", { cookie: "lang=fr" })).text()).toContain("Registre public");
    expect((await visitor.get("/log?lang=xx")).headers.get("set-cookie")).toBeNull();
  });

  it("says in the reader's language that a page is not there", async () => {
    const response = await visitor.get("/nothing/here", { "accept-language": "es" });
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("No hay ninguna página en esta dirección.");
    const machine = await visitor.get("/log/tile/0/999");
    expect(machine.status).toBe(404);
    expect(await machine.json()).toMatchObject({ reason: "pageUnknown" });
  });

  it("is kept by no shared cache when somebody is signed in", async () => {
    expect((await operator.get("/")).headers.get("cache-control")).toBe("private, no-cache");
    expect(await (await operator.get("/")).text()).toContain("First operator");
  });

  it("leads a visitor to sign in and back", async () => {
    const response = await visitor.get("/commitments/record");
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe("/sign-in?next=%2Fcommitments%2Frecord");
  });
});

describe("every write", () => {
  const test = useDatabase();
  let operator: Reader;
  beforeAll(async () => {
    const node = await foundTestNode(test.db);
    operator = createTestApp(node.shell).as("account-operator");
  });

  const fields = { requestKey: "x" };

  it.each([
    ["another site", { origin: "https://evil.example" }],
    ["another site that hides", { origin: "null" }],
    ["another site, says the browser", { "sec-fetch-site": "cross-site" }],
    ["a neighbour of this site", { "sec-fetch-site": "same-site" }],
  ])("from %s is refused", async (_, headers) => {
    const response = await operator.post("/commitments/record", fields, headers);
    expect(response.status).toBe(403);
    expect(await response.text()).toContain("was not sent from this node");
  });

  it("that says nothing of where it comes from is refused", async () => {
    const response = await operator.post("/commitments/record", fields, { origin: "" });
    expect(response.status).toBe(403);
  });

  it("that is too large is refused before it is read", async () => {
    const response = await operator.post(
      "/commitments/record",
      { title: "x" },
      { "content-length": String(99 * 1024 * 1024) },
    );
    expect(response.status).toBe(413);
    expect(await response.text()).toContain("too large");
  });

  it("by a visitor is refused", async () => {
    const visitor = createTestApp(contextOn(test.db)).as();
    expect((await visitor.post("/commitments/record", fields)).status).toBe(401);
  });
});

describe("the choice of a language", () => {
  it("follows the reader's order and weights", () => {
    expect(acceptedLanguages("fr;q=0.3, qu, es;q=0.9, *;q=0.1, x y")).toEqual(["qu", "es", "fr"]);
    expect(acceptedLanguages("de;q=0")).toEqual([]);
  });

  it("takes the base language, and the node's first where none fits", () => {
    expect(chooseLanguage(["pt-BR"], ["es", "pt"])).toBe("pt");
    expect(chooseLanguage(["de", "zh"], ["es", "pt"])).toBe("es");
  });
});
