// What holds for every page and every write, whatever the module.
import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type Reader } from "../../test/support/app.ts";
import { useDatabase } from "../../test/support/database.ts";
import { contextOn, foundTestNode, type TestNode } from "../../test/support/node.ts";
import { directionOf } from "./layout/layout.tsx";
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

  it("is kept by no cache at all when somebody is signed in", async () => {
    expect((await operator.get("/")).headers.get("cache-control")).toBe("private, no-store");
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

describe("what nobody sends by mistake", () => {
  const test = useDatabase();
  const reported: string[] = [];
  let visitor: Reader;
  let operator: Reader;
  beforeAll(async () => {
    const node = await foundTestNode(test.db);
    const { as } = createTestApp(node.shell, undefined, { report: (line) => reported.push(line) });
    visitor = as();
    operator = as("account-operator");
  });

  it.each([
    "/organizations/%00",
    "/organizations?q=%00",
    "/log?subject=%00",
    "/congress/%00",
    "/congress/a/texts/%00",
    "/commitments?point=%00",
    "/maps/country/VE.svg?of=%00",
    "/api/v1/organizations/%00",
    "/api/v1/organizations?q=%00",
    "/invitations/%00",
    "/%ff",
    "/%",
    "//elsewhere.example/x",
  ])("%s is answered without a fault", async (path) => {
    for (const reader of [visitor, operator]) expect((await reader.get(path)).status).toBeLessThan(500);
    expect(reported).toEqual([]);
  });

  it.each([
    ["a form that was cut short", "garbage", "multipart/form-data; boundary=x"],
    ["what is no form", "{}", "application/json"],
    ["bytes of no kind", "x", ""],
  ])("%s is told what it is", async (_name, body, type) => {
    const answer = await visitor.send("/sign-in", body, { "content-type": type });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain("What was sent is not a whole form");
    expect(reported).toEqual([]);
  });

  it("a NUL in a form is told, and nothing is kept", async () => {
    const answer = await visitor.post("/password/reset/a\0b", { newPassword: "\0".repeat(12) });
    expect(answer.status).toBeLessThan(500);
    const signIn = await visitor.post("/sign-in", { email: "a\0@example.org", password: "x" });
    expect(signIn.status).toBe(422);
    expect(reported).toEqual([]);
  });
});

describe("the node's health", () => {
  const test = useDatabase();

  it("is told with a reason that names no address, user or path", async () => {
    const node = await foundTestNode(test.db);
    const failures: readonly (readonly [unknown, string])[] = [
      [
        Object.assign(new Error("connect ENOENT /srv/secret/postgres/.s.PGSQL.5432"), { code: "ENOENT" }),
        "the database does not answer (ENOENT)",
      ],
      [
        Object.assign(new Error('password authentication failed for user "ana"'), { code: "28P01" }),
        "the database does not answer (28P01)",
      ],
      [new Error("timeout exceeded at postgres://ana:secret@db"), "the database does not answer"],
    ];
    for (const [failure, reason] of failures) {
      const { as } = createTestApp(node.shell, undefined, { ping: () => Promise.reject(failure) });
      const answer = await as().get("/healthz");
      expect({ status: answer.status, body: await answer.json() }).toEqual({
        status: 503,
        body: { status: "unavailable", reason },
      });
    }
    const hanging = createTestApp(node.shell, undefined, { ping: () => new Promise(() => {}) });
    expect((await hanging.as().get("/healthz")).status).toBe(503);
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

describe("the direction of a language", () => {
  it.each([
    ["es", "ltr"],
    ["qu", "ltr"],
    ["ar", "rtl"],
    ["fa-AF", "rtl"],
    ["he", "rtl"],
    ["dv", "rtl"],
    ["pa", "ltr"],
    ["pa-Arab", "rtl"],
    ["ku", "ltr"],
    ["ckb", "rtl"],
  ])("of %s is %s", (language, direction) => {
    expect(directionOf(language)).toBe(direction);
  });
});
