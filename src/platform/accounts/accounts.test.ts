import { getMigrations } from "better-auth/db/migration";
import { beforeAll, describe, expect, it } from "vitest";
import { CookieJar, secretOf, totpAt } from "../../../test/support/browser.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { contextOn, testOrigin } from "../../../test/support/node.ts";
import { type Ctx, transact } from "../context.ts";
import { type Accounts, accountOfSignInLink, openAccounts, signInLink } from "./accounts.ts";
import { type AuthOptions, createAuth } from "./auth.ts";

const password = "trapiche vereda nube";
const nothing = new Headers();

describe("accounts", () => {
  const test = useDatabase();
  const faults: string[] = [];
  let ctx: Ctx;
  let options: AuthOptions;
  let accounts: Accounts;
  beforeAll(async () => {
    ctx = contextOn(test.db);
    options = {
      db: test.db,
      origin: testOrigin,
      keys: ctx.node.keys,
      report: (line) => void faults.push(line),
    };
    accounts = openAccounts(options);
  });

  let counter = 0;
  const newAccount = async (email = `someone${++counter}@node.example`) => {
    const accountId = await transact(ctx, (tx) =>
      accounts.createAccount(tx, { email, password, personal: [] }),
    );
    return { accountId, email };
  };
  const signIn = async (email: string, given = password) =>
    accounts.signIn(nothing, { email, password: given, remember: true });
  const signedIn = async () => {
    const made = await newAccount();
    const jar = new CookieJar().keep((await signIn(made.email)).cookies);
    return { ...made, jar };
  };

  it("have the tables that better-auth reads and writes", async () => {
    const plan = await getMigrations(createAuth(options).options);
    expect(plan.schemaProblems).toEqual([]);
    expect(plan.toBeCreated).toEqual([]);
    expect(plan.toBeAdded).toEqual([]);
    // Our indexes have names of our own; nothing that the library wants unique may lack it.
    expect(plan.toBeAddedIndexes.filter(({ index }) => index.unique)).toEqual([]);
  });

  it("are made only in a transaction, with an address once and a password that holds", async () => {
    const { email } = await newAccount("Rosalba@Node.Example");
    expect(await accounts.hasAccount("rosalba@node.example ")).toBe(true);
    await expect(
      accounts.createAccount(ctx, { email: "x@y.example", password, personal: [] }),
    ).rejects.toThrow("transaction");
    await expect(newAccount(email.toLowerCase())).rejects.toMatchObject({ reason: "emailTaken" });
    await expect(newAccount("no address")).rejects.toMatchObject({
      fields: [{ field: "email", reason: "emailMalformed" }],
    });
    const weak = { email: "weak@node.example", password: "rosalba.quintero", personal: ["Rosalba Quintero"] };
    await expect(transact(ctx, (tx) => accounts.createAccount(tx, weak))).rejects.toMatchObject({
      fields: [{ field: "password", reason: "passwordHoldsYourName" }],
    });
    expect(await accounts.hasAccount("weak@node.example")).toBe(false);
  });

  it("vanish with the transaction that they were made in", async () => {
    const failing = transact(ctx, async (tx) => {
      await accounts.createAccount(tx, { email: "gone@node.example", password, personal: [] });
      throw new Error("what it was for failed");
    });
    await expect(failing).rejects.toThrow("failed");
    expect(await accounts.hasAccount("gone@node.example")).toBe(false);
  });

  it("are not made over HTTP, nor is any other endpoint of the library there", async () => {
    const body = JSON.stringify({ email: "intruder@node.example", password, name: "Intruder" });
    const headers = { "Content-Type": "application/json", origin: testOrigin };
    for (const path of ["sign-up/email", "sign-in/email", "get-session", "passkey/list-user-passkeys", ""]) {
      for (const request of [{ method: "POST", body, headers }, { headers }]) {
        const answer = await accounts.handle(new Request(`${testOrigin}/account/auth/${path}`, request));
        expect(answer.status).toBe(404);
      }
    }
    await expect(
      createAuth(options).api.signUpEmail({ body: { email: "intruder@node.example", password, name: "I" } }),
    ).rejects.toThrow();
    expect(await accounts.hasAccount("intruder@node.example")).toBe(false);
  });

  it("sign in with the password, and say the same of a wrong one as of an unknown address", async () => {
    const { accountId, email } = await newAccount();
    const { cookies, secondStep } = await signIn(email.toUpperCase());
    expect(secondStep).toBe(false);
    expect(cookies.join("\n")).toMatch(/^__Secure-cumbe\.session_token=.*; HttpOnly; Secure; SameSite=Lax/m);
    const jar = new CookieJar().keep(cookies);
    expect(await accounts.accountOf(jar.headers)).toMatchObject({ accountId });
    const refused = { kind: "invalid", reason: "signInRefused" };
    await expect(signIn(email, "another password")).rejects.toMatchObject(refused);
    await expect(signIn("nobody@node.example")).rejects.toMatchObject(refused);
    await expect(signIn("nobody")).rejects.toMatchObject(refused);
    await expect(signIn(email, "x".repeat(300))).rejects.toMatchObject(refused);
  });

  it("know a session by its signed cookie alone", async () => {
    const { jar } = await signedIn();
    expect(await accounts.accountOf(nothing)).toBeUndefined();
    const { token } = await test.db
      .selectFrom("account_sessions")
      .select("token")
      .orderBy("created_at", "desc")
      .limit(1)
      .executeTakeFirstOrThrow();
    for (const forged of [token, `${token}.`, `${token}.${"A".repeat(43)}=`])
      expect(
        await accounts.accountOf(new Headers({ cookie: `__Secure-cumbe.session_token=${forged}` })),
      ).toBeUndefined();
    expect(await accounts.accountOf(jar.headers)).toBeDefined();
  });

  it("end a session at once, wherever it was ended", async () => {
    const { accountId, email, jar } = await signedIn();
    const other = new CookieJar().keep((await signIn(email)).cookies);
    const stranger = await signedIn();
    const here = await accounts.accountOf(jar.headers);
    expect(await accounts.listSessions(accountId)).toHaveLength(2);
    await accounts.endSession(stranger.accountId, here?.sessionId ?? "");
    expect(await accounts.accountOf(jar.headers)).toBeDefined();
    await accounts.endSession(accountId, here?.sessionId ?? "");
    expect(await accounts.accountOf(jar.headers)).toBeUndefined();
    expect(await accounts.accountOf(other.headers)).toBeDefined();
    other.keep(await accounts.signOut(other.headers));
    expect(other.header).not.toContain("session_token");
    expect(await accounts.listSessions(accountId)).toEqual([]);
  });

  it("keep of a browser its name and system, and no address", async () => {
    const { accountId, email } = await newAccount();
    const headers = new Headers({
      "user-agent": "Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0",
      "x-forwarded-for": "203.0.113.7",
    });
    await accounts.signIn(headers, { email, password, remember: true });
    expect((await accounts.listSessions(accountId))[0]?.device).toBe("Firefox · Android");
    const rows = await test.pool.query("select * from account_sessions where account_id = $1", [accountId]);
    expect(JSON.stringify(rows.rows)).not.toContain("203.0.113.7");
  });

  it("change the password for who knows the old one, and end the other sessions", async () => {
    const { accountId, email, jar } = await signedIn();
    const other = new CookieJar().keep((await signIn(email)).cookies);
    const change = { currentPassword: password, newPassword: "quebrada cedro molino", personal: [] };
    await expect(
      accounts.changePassword(jar.headers, { ...change, currentPassword: "not that one" }),
    ).rejects.toMatchObject({ reason: "passwordWrong" });
    await expect(
      accounts.changePassword(jar.headers, { ...change, newPassword: "1234567890" }),
    ).rejects.toMatchObject({ fields: [{ field: "newPassword", reason: "passwordTooSimple" }] });
    jar.keep(await accounts.changePassword(jar.headers, change));
    expect(await accounts.accountOf(jar.headers)).toMatchObject({ accountId });
    expect(await accounts.accountOf(other.headers)).toBeUndefined();
    await expect(signIn(email)).rejects.toMatchObject({ reason: "signInRefused" });
    await signIn(email, change.newPassword);
  });

  it("give a new password once through a link, and end every session", async () => {
    const { email, jar } = await signedIn();
    expect(await accounts.requestPasswordReset("nobody@node.example")).toBeUndefined();
    const asked = await accounts.requestPasswordReset(email.toUpperCase());
    expect(asked).toMatchObject({ email });
    const token = asked?.token ?? "";
    const kept = await test.pool.query("select * from account_verifications");
    expect(JSON.stringify(kept.rows)).not.toContain(token);
    const reset = { token, newPassword: "quebrada cedro molino", personal: [] };
    await accounts.resetPassword(reset);
    expect(await accounts.accountOf(jar.headers)).toBeUndefined();
    await signIn(email, reset.newPassword);
    for (const stale of [token, "invented"])
      await expect(accounts.resetPassword({ ...reset, token: stale })).rejects.toMatchObject({
        reason: "linkNoLongerHolds",
      });
  });

  it("know who a sign-in link is for, by its signature alone", () => {
    const accountId = ctx.newId();
    const token = signInLink(ctx.node, accountId).split("/").at(-1) ?? "";
    expect(accountOfSignInLink(ctx.node, token)).toBe(accountId);
    const [, signature] = token.split(".");
    for (const forged of [`${ctx.newId()}.${signature}`, accountId, `${accountId}.`, ""])
      expect(accountOfSignInLink(ctx.node, forged)).toBeUndefined();
  });

  it("open a session by link only for an account that there is", async () => {
    const { accountId } = await newAccount();
    const jar = new CookieJar().keep(await accounts.openSession(accountId, nothing));
    expect(await accounts.accountOf(jar.headers)).toMatchObject({ accountId });
    await expect(accounts.openSession(ctx.newId(), nothing)).rejects.toThrow();
  });

  describe("with a second step", () => {
    const withTotp = async () => {
      const account = await signedIn();
      await accounts.startTotp(account.jar.headers, password);
      const pending = await accounts.pendingTotp(account.accountId);
      const secret = secretOf(pending?.uri ?? "");
      account.jar.keep(await accounts.confirmTotp(account.jar.headers, totpAt(secret, new Date())));
      return { ...account, secret, recoveryCodes: pending?.recoveryCodes ?? [] };
    };
    const firstStep = async (email: string) => {
      const { cookies, secondStep } = await signIn(email);
      expect(secondStep).toBe(true);
      const jar = new CookieJar().keep(cookies);
      expect(await accounts.accountOf(jar.headers)).toBeUndefined();
      return jar;
    };

    it("turn it on with the password and a code, and not before", async () => {
      const { accountId, email, jar } = await signedIn();
      await expect(accounts.startTotp(jar.headers, "not that one")).rejects.toMatchObject({
        reason: "passwordWrong",
      });
      expect(await accounts.secondStepOf(accountId)).toBe("off");
      await accounts.startTotp(jar.headers, password);
      expect(await accounts.secondStepOf(accountId)).toBe("pending");
      expect((await signIn(email)).secondStep).toBe(false);
      const { uri, recoveryCodes } = (await accounts.pendingTotp(accountId)) ?? {
        uri: "",
        recoveryCodes: [],
      };
      expect(uri).toContain("otpauth://totp/node.example:");
      expect(recoveryCodes).toHaveLength(10);
      await expect(accounts.confirmTotp(jar.headers, "000000")).rejects.toMatchObject({
        reason: "codeRefused",
      });
      await accounts.confirmTotp(jar.headers, totpAt(secretOf(uri), new Date()));
      expect(await accounts.secondStepOf(accountId)).toBe("on");
      expect(await accounts.pendingTotp(accountId)).toBeUndefined();
    });

    it("sign in with a code that counts once", async () => {
      const { accountId, email, secret } = await withTotp();
      const code = totpAt(secret, new Date());
      const jar = await firstStep(email);
      await expect(accounts.verifyTotp(jar.headers, "000000")).rejects.toMatchObject({
        reason: "codeRefused",
      });
      jar.keep(await accounts.verifyTotp(jar.headers, `${code.slice(0, 3)} ${code.slice(3)}`));
      expect(await accounts.accountOf(jar.headers)).toMatchObject({ accountId });
      const again = await firstStep(email);
      const before = await accounts.listSessions(accountId);
      await expect(accounts.verifyTotp(again.headers, code)).rejects.toMatchObject({ reason: "codeRefused" });
      expect(await accounts.listSessions(accountId)).toHaveLength(before.length);
      // The step itself is still open: the next code would do.
      await expect(accounts.verifyTotp(again.headers, "000000")).rejects.toMatchObject({
        reason: "codeRefused",
      });
    });

    it("let one of two in who show the same code at once", async () => {
      const { email, secret } = await withTotp();
      const [one, other] = [await firstStep(email), await firstStep(email)];
      const code = totpAt(secret, new Date());
      const outcomes = await Promise.allSettled(
        [one, other].map((jar) => accounts.verifyTotp(jar.headers, code)),
      );
      expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    });

    it("sign in with a recovery code, each of them once", async () => {
      const { accountId, email, recoveryCodes } = await withTotp();
      const [code = ""] = recoveryCodes;
      const jar = await firstStep(email);
      jar.keep(await accounts.useRecoveryCode(jar.headers, code));
      expect(await accounts.accountOf(jar.headers)).toMatchObject({ accountId });
      const again = await firstStep(email);
      await expect(accounts.useRecoveryCode(again.headers, code)).rejects.toMatchObject({
        reason: "codeRefused",
      });
    });

    it("replace recovery codes, and turn it off, with the password", async () => {
      const { accountId, email, jar, recoveryCodes } = await withTotp();
      await expect(accounts.newRecoveryCodes(jar.headers, "not that one")).rejects.toMatchObject({
        reason: "passwordWrong",
      });
      const fresh = await accounts.newRecoveryCodes(jar.headers, password);
      expect(fresh).not.toEqual(recoveryCodes);
      await expect(accounts.stopTotp(jar.headers, "not that one")).rejects.toMatchObject({
        reason: "passwordWrong",
      });
      jar.keep(await accounts.stopTotp(jar.headers, password));
      expect(await accounts.secondStepOf(accountId)).toBe("off");
      expect((await signIn(email)).secondStep).toBe(false);
    });

    it("begin anew after five wrong codes, or without a first step", async () => {
      const { email, secret } = await withTotp();
      const jar = await firstStep(email);
      for (let attempt = 0; attempt < 5; attempt++)
        await expect(accounts.verifyTotp(jar.headers, "000000")).rejects.toMatchObject({
          reason: "codeRefused",
        });
      const code = totpAt(secret, new Date());
      await expect(accounts.verifyTotp(jar.headers, code)).rejects.toMatchObject({ reason: "signInAnew" });
      await expect(accounts.verifyTotp(nothing, code)).rejects.toMatchObject({ reason: "signInAnew" });
    });
  });

  it("reports no fault of the library", () => expect(faults).toEqual([]));
});
