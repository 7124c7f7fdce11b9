// The pages of accounts, as a browser uses them: forms, cookies, redirects.
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { invitePerson, recallMandate } from "#confederation";
import { signInLink } from "#platform/accounts/accounts";
import type { Ctx } from "#platform/context";
import { createTestApp } from "../../../test/support/app.ts";
import { browserOn, totpAt, whereTo } from "../../../test/support/browser.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode, personWithOffice, type TestNode, testOrigin } from "../../../test/support/node.ts";
import { wayBack } from "./request.ts";

const password = "trapiche vereda nube";
const decision = { source: "en", texts: { en: "Decided by the assembly" } };

describe("an account's pages", () => {
  const test = useDatabase();
  let node: TestNode;
  let app: ReturnType<typeof createTestApp>["app"];
  let now: Date | undefined;
  let counter = 0;

  beforeAll(async () => {
    node = await foundTestNode(test.db);
    ({ app } = createTestApp(node.shell, () => now ?? new Date()));
  });
  afterEach(() => {
    now = undefined;
  });

  /** Somebody with an office, an account and a browser that is signed in. */
  async function member(office = "spokesperson", ctx: Ctx = node.operator) {
    const email = `member${++counter}@node.example`;
    const { token } = await invitePerson(ctx, {
      email,
      organizationId: node.organizationId,
      office,
      endsAt: null,
      decision,
    });
    const browser = browserOn(app);
    const answer = await browser.post(`/invitations/${token}`, { name: `Member ${counter}`, password });
    expect(whereTo(answer)).toBe("303 /account?told=welcome");
    return { ...browser, email, token };
  }
  const signIn = async (email: string, given = password, address?: string) => {
    const browser = browserOn(app);
    const answer = await browser.post("/sign-in", { email, password: given }, address);
    return { ...browser, answer };
  };

  it("lead to sign-in and back, and never away from the node", async () => {
    const { email } = await member();
    const browser = browserOn(app);
    expect(whereTo(await browser.get("/account"))).toBe("303 /sign-in?next=%2Faccount");
    const fields = { email, password };
    expect(whereTo(await browser.post("/sign-in?next=%2Fcommitments", fields))).toBe("303 /commitments");
    expect(whereTo(await browser.get("/sign-in"))).toBe("303 /account");
    for (const away of ["//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example", ""])
      expect(wayBack(away)).toBe("/account");
    expect(wayBack("/log?after=3")).toBe("/log?after=3");
  });

  it("say the same of a wrong password as of an unknown address, and do not repeat the password", async () => {
    const { email } = await member();
    const wrong = await signIn(email, "cuatro palabras equivocadas");
    const unknown = await signIn("nobody@node.example", "cuatro palabras equivocadas");
    expect([wrong.answer.status, unknown.answer.status]).toEqual([422, 422]);
    const [one, other] = [await wrong.answer.text(), await unknown.answer.text()];
    expect(one).toContain("The e-mail address or the password is not right.");
    expect(one.replaceAll(email, "?")).toBe(other.replaceAll("nobody@node.example", "?"));
    expect(one).not.toContain("equivocadas");
  });

  it("slow down whoever guesses, without shutting the person out", async () => {
    const { email } = await member();
    const guess = (address: string) => signIn(email, "cuatro palabras equivocadas", address);
    for (let attempt = 0; attempt < 10; attempt++)
      expect((await guess("203.0.113.5")).answer.status).toBe(422);
    const refused = (await guess("203.0.113.5")).answer;
    expect(refused.status).toBe(429);
    expect(await refused.text()).toContain("Too many attempts");
    expect(whereTo((await signIn(email, password, "203.0.113.6")).answer)).toBe("303 /account");
    now = new Date(Date.now() + 16 * 60_000);
    expect((await guess("203.0.113.5")).answer.status).toBe(422);
    const kept = await test.pool.query("select encode(key, 'escape') as key from rate_limits");
    expect(JSON.stringify(kept.rows)).not.toMatch(/203\.0\.113|member/);
  });

  it("stop at once when the session is ended elsewhere", async () => {
    const here = await member();
    const there = await signIn(here.email);
    const html = await here.page("/account");
    const [path = ""] = /\/account\/sessions\/[\w-]+\/end/.exec(html) ?? [];
    expect(html).toContain("this session");
    expect(await there.page("/account")).toContain("Your account");
    const stranger = await member();
    await stranger.post(path);
    expect((await there.get("/account")).status).toBe(200);
    expect(whereTo(await here.post(path))).toBe("303 /account?told=session");
    expect(whereTo(await there.get("/account"))).toBe("303 /sign-in?next=%2Faccount");
    const late = { currentPassword: password, newPassword: "quebrada cedro molino" };
    expect((await there.post("/account/password", late)).status).toBe(401);
    expect(whereTo((await signIn(here.email)).answer)).toBe("303 /account");
    expect(whereTo(await here.post("/sign-out"))).toBe("303 /signed-out");
    expect(whereTo(await here.get("/account"))).toBe("303 /sign-in?next=%2Faccount");
  });

  it("change the password, once", async () => {
    const here = await member();
    const fields = { currentPassword: password, newPassword: "quebrada cedro molino" };
    const weak = await here.post("/account/password", { ...fields, newPassword: "Member Member" });
    expect(weak.status).toBe(422);
    expect(await weak.text()).toContain("It rests on your name");
    expect(whereTo(await here.post("/account/password", fields))).toBe("303 /account?told=password");
    const replayed = await here.post("/account/password", fields);
    expect(replayed.status).toBe(422);
    expect(await replayed.text()).toContain("The password is not right. Nothing was changed.");
    expect(whereTo((await signIn(here.email, fields.newPassword)).answer)).toBe("303 /account");
  });

  it("turn the second step on, ask for it, and take a recovery code instead", async () => {
    const here = await member();
    const refused = await here.post("/account/second-step/start", { password: "not that one" });
    expect(refused.status).toBe(422);
    expect(whereTo(await here.post("/account/second-step/start", { password }))).toBe(
      "303 /account/second-step",
    );
    const shown = await here.get("/account/second-step");
    expect(shown.headers.get("cache-control")).toBe("no-store");
    const html = await shown.text();
    expect(html).toContain("<svg");
    expect(html).not.toContain("style=");
    const key = (/<dd><code>([A-Z2-7 ]+)<\/code>/.exec(html)?.[1] ?? "").replaceAll(" ", "");
    const recovery = /<li><code>([\w-]+)<\/code>/.exec(html)?.[1] ?? "";
    expect((await here.post("/account/second-step/confirm", { code: "000000" })).status).toBe(422);
    const confirmed = await here.post("/account/second-step/confirm", { code: totpAt(key, new Date()) });
    expect(whereTo(confirmed)).toBe("303 /account?told=secondStepOn");
    const there = await signIn(here.email);
    expect(whereTo(there.answer)).toBe("303 /sign-in/code?next=%2Faccount");
    expect(whereTo(await there.get("/account"))).toBe("303 /sign-in?next=%2Faccount");
    const code = totpAt(key, new Date());
    expect((await there.post("/sign-in/code", { code: "000000" })).status).toBe(422);
    expect(whereTo(await there.post("/sign-in/code", { code }))).toBe("303 /account");
    const third = await signIn(here.email);
    expect((await third.post("/sign-in/code", { code })).status).toBe(422);
    expect(whereTo(await third.post("/sign-in/code", { recovery }))).toBe("303 /account");
    const codes = await third.post("/account/second-step/codes", { password });
    expect(await codes.text()).toContain("New recovery codes");
    expect(codes.headers.get("cache-control")).toBe("no-store");
    expect(whereTo(await third.post("/account/second-step/stop", { password }))).toBe(
      "303 /account?told=secondStepOff",
    );
    expect(whereTo((await signIn(here.email)).answer)).toBe("303 /account");
    const without = await browserOn(app).post("/sign-in/code", { code });
    expect(without.status).toBe(409);
    expect(await without.text()).toContain("Sign in with your password again");
  });

  it("mail a link for a new password, and say the same where there is no account", async () => {
    const { email } = await member();
    const browser = browserOn(app);
    const links = async () => {
      const { rows } = await test.pool.query<{ link: string }>(
        "select link from mail_outbox where recipient = $1 and link like '%/password/reset/%'",
        [email],
      );
      return rows.map(({ link }) => new URL(link).pathname);
    };
    expect(whereTo(await browser.post("/password/forgotten", { email }))).toBe("303 /password/asked");
    const unknown = { email: "nobody@node.example" };
    expect(whereTo(await browser.post("/password/forgotten", unknown))).toBe("303 /password/asked");
    expect(await browser.page("/password/asked")).toContain("If there is an account");
    const [path = ""] = await links();
    expect((await browser.post(path, { newPassword: "1234567890" })).status).toBe(422);
    const fields = { newPassword: "quebrada cedro molino" };
    expect(whereTo(await browser.post(path, fields))).toBe("303 /sign-in?told=reset");
    expect((await browser.post(path, fields)).status).toBe(404);
    expect(whereTo((await signIn(email, fields.newPassword)).answer)).toBe("303 /account");
    for (let more = 0; more < 3; more++) await browser.post("/password/forgotten", { email });
    expect((await browser.post("/password/forgotten", { email })).status).toBe(429);
    expect(await links()).toHaveLength(4);
  });

  it("let an officer invite, show the link once, and withdraw", async () => {
    const officer = await member();
    const path = "/organizations/test-confederation/people/invite";
    expect(await officer.page(path)).toContain("Invite a person");
    const fields = {
      email: "invited@node.example",
      office: "communicator",
      covers: "organization",
      endsOn: "2031-12-31",
      decision: "The assembly of March decided it",
      language: "en",
    };
    for (const [field, value] of [
      ["email", "no address"],
      ["endsOn", "31/12/2031"],
      ["endsOn", "2001-12-31"],
      ["decision", " "],
      ["office", "operator"],
    ] as const) {
      const refused = await officer.post(path, { ...fields, [field]: value });
      expect([403, 422], field).toContain(refused.status);
    }
    const made = await officer.post(path, fields);
    const html = await made.text();
    expect(made.status).toBe(200);
    const link = /https:\/\/node\.example(\/invitations\/[\w-]+)/.exec(html)?.[1] ?? "";
    expect((await officer.post(path, fields)).status).toBe(409);
    const mails = await test.pool.query("select * from mail_outbox where recipient = $1", [fields.email]);
    expect(mails.rows).toMatchObject([{ link: testOrigin + link, state: "pending" }]);
    const open = await officer.page(path);
    expect(open).toContain("invited@node.example");
    expect(open).not.toContain(link);
    const visitor = browserOn(app);
    const offered = await visitor.page(link);
    expect(offered).toContain("The assembly of March decided it");
    expect(offered).toContain("1 January 2032");
    const [withdraw = ""] = /\/organizations\/[\w-]+\/people\/invitations\/[\w-]+\/withdraw/.exec(open) ?? [];
    expect(whereTo(await officer.post(withdraw))).toBe(`303 ${path}`);
    expect(await visitor.page(link)).toContain("This invitation was withdrawn");
  });

  it("refuse an invitation form whose mandate was recalled between page and post", async () => {
    const officer = await member();
    const path = "/organizations/test-confederation/people/invite";
    expect((await officer.get(path)).status).toBe(200);
    const { rows } = await test.pool.query<{ id: string }>(
      "select m.id from mandates m join people p on p.id = m.person_id where p.name = $1",
      [`Member ${counter}`],
    );
    await recallMandate(node.operator, { mandateId: rows[0]?.id ?? "", decision });
    const fields = {
      email: "late@node.example",
      office: "teacher",
      covers: "organization",
      decision: "x",
      language: "en",
    };
    const refused = await officer.post(path, fields);
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain("No mandate of yours in force allows this here");
    expect((await officer.get(path)).status).toBe(403);
    expect(
      (await test.pool.query("select 1 from invitations where email = 'late@node.example'")).rowCount,
    ).toBe(0);
    expect(await officer.page("/account")).toContain("recalled");
  });

  it("accept an invitation once, whole or not at all", async () => {
    const officer = await personWithOffice(node, node.organizationId, "spokesperson");
    const wanted = { organizationId: node.organizationId, office: "teacher", endsAt: null, decision };
    const { token } = await invitePerson(officer.ctx, { ...wanted, email: "whole@node.example" });
    const path = `/invitations/${token}`;
    const browser = browserOn(app);
    for (const fields of [
      { name: "", password },
      { name: "Whole", password: "1234567890" },
    ]) {
      expect((await browser.post(path, fields)).status).toBe(422);
      expect((await test.pool.query("select 1 from accounts where email like 'whole@%'")).rowCount).toBe(0);
    }
    const fields = { name: "Whole", password };
    expect(whereTo(await browser.post(path, fields))).toBe("303 /account?told=welcome");
    expect((await browserOn(app).post(path, fields)).status).toBe(409);
    const late = await invitePerson(officer.ctx, { ...wanted, email: "uncovered@node.example" });
    await recallMandate(node.operator, { mandateId: officer.mandateId, decision });
    const refused = await browserOn(app).post(`/invitations/${late.token}`, fields);
    expect(refused.status).toBe(409);
    expect(await refused.text()).toContain("no longer has the mandate");
    expect((await test.pool.query("select 1 from accounts where email like 'uncovered@%'")).rowCount).toBe(0);
  });

  it("let somebody with an account take a second office", async () => {
    const here = await member("teacher");
    const wanted = { organizationId: node.organizationId, office: "librarian", endsAt: null, decision };
    const { token } = await invitePerson(node.operator, { ...wanted, email: here.email });
    const visitor = await browserOn(app).page(`/invitations/${token}`);
    expect(visitor).toContain("There is an account with this address already");
    const guess = await browserOn(app).post(`/invitations/${token}`, { name: "Twin", password });
    expect(guess.status).toBe(409);
    expect(await here.page(`/invitations/${token}`)).toContain(`Accept as Member ${counter}`);
    expect(whereTo(await here.post(`/invitations/${token}`))).toBe("303 /account?told=invitationAccepted");
    expect(await here.page("/account")).toContain("Librarian");
  });

  it("show undelivered mail to operators alone", async () => {
    const officer = await member();
    expect((await officer.get("/node/mail")).status).toBe(403);
    expect(whereTo(await browserOn(app).get("/node/mail"))).toBe("303 /sign-in?next=%2Fnode%2Fmail");
    const operator = createTestApp(node.shell).as("account-operator");
    await officer.post("/password/forgotten", { email: officer.email });
    const html = await (await operator.get("/node/mail")).text();
    expect(html).toContain(officer.email);
    const [, id = ""] = /\/node\/mail\/([\w-]+)\/forget/.exec(html) ?? [];
    expect((await officer.post(`/node/mail/${id}/forget`)).status).toBe(403);
    expect((await operator.post(`/node/mail/${id}/forget`, {})).status).toBe(303);
    expect(await (await operator.get("/node/mail")).text()).not.toContain(id);
  });

  it("honour sign-in links on a demonstration only", async () => {
    const here = await member();
    const { rows } = await test.pool.query("select id from accounts where email = $1", [here.email]);
    const path = new URL(signInLink(node.shell.node, rows[0].id)).pathname;
    expect((await browserOn(app).get(path)).status).toBe(404);
    const mark = "update node_settings set value = value || $1::jsonb where key = 'profile'";
    await test.pool.query(mark, ['{"demonstration": true}']);
    const browser = browserOn(app);
    expect(await browser.page(path)).toContain(`Sign in as Member ${counter}`);
    expect((await browser.get("/account")).status).toBe(303);
    expect(whereTo(await browser.post(path))).toBe("303 /account");
    expect((await browser.get("/account")).status).toBe(200);
    expect((await browserOn(app).post(`${path}x`)).status).toBe(404);
    await test.pool.query(mark, ['{"demonstration": false}']);
  });

  it("limit every write of a stranger", async () => {
    const browser = browserOn(app);
    const write = () => browser.post("/password/reset/x", { newPassword: "x" }, "192.0.2.77");
    const statuses = [];
    for (let attempt = 0; attempt < 125; attempt++) statuses.push((await write()).status);
    expect(statuses.at(-1)).toBe(429);
    const other = await browser.post("/sign-out", {}, "192.0.2.77");
    expect(other.status).toBe(429);
    expect((await browser.post("/sign-out", {}, "192.0.2.78")).status).toBe(303);
  });

  it("have no script, but for the step in which a passkey signs", async () => {
    const browser = browserOn(app);
    for (const path of [
      "/sign-in",
      "/sign-in/code",
      "/password/forgotten",
      "/password/asked",
      "/password/reset/x",
    ])
      expect(await browser.page(path), path).not.toContain("<script");
    const early = await browser.get("/sign-in/passkey?next=%2Flog");
    expect({ status: early.status, to: early.headers.get("location") }).toEqual({
      status: 303,
      to: "/sign-in?next=%2Flog",
    });
    const asked = await browser.post("/sign-in/passkey?next=%2Flog", {});
    expect({ status: asked.status, to: asked.headers.get("location") }).toEqual({
      status: 303,
      to: "/sign-in/passkey?next=%2Flog",
    });
    const step = await browser.page("/sign-in/passkey?next=%2Flog");
    expect(step).toMatch(/<script type="module" src="\/assets\/passkeys\.[\w-]+\.js">/);
    expect(step).toMatch(/ data-challenge="[\w-]{43}"/);
  });

  it("make a challenge only for a write of their own", async () => {
    const browser = browserOn(app);
    for (const name of ["generate-authenticate-options", "generate-register-options"])
      expect((await browser.get(`/account/auth/passkey/${name}`)).status, name).toBe(404);
    expect((await browser.post("/account/auth/passkey/generate-authenticate-options", {})).status).toBe(404);
    expect((await browser.post("/account/auth/passkey/generate-register-options", {})).status).toBe(401);
  });
});
