// A signature is checked with nothing of this project but what the node publishes: node:crypto and fetched bytes alone.
import { createHash, createPublicKey, verify } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { castVote, closeVote, openVote, renewSigningKey, signText } from "#congress";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { type Assembly, conveneAssembly, type Delegation, openText } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode, personWithOffice, testOrigin } from "../../../test/support/node.ts";
import { readerOf } from "../../../test/support/readers.ts";

const test = useDatabase();
const edition = "congress-2019";
let assembly: Assembly;
let visitor: Reader;
let as: (accountId?: string) => Reader;
const delegation = (at: number) => assembly.delegations[at] as Delegation;

async function adopt(title: string): Promise<string> {
  const { chair, delegations } = assembly;
  const text = await openText(chair.ctx, edition, title, "Declaration\n\nWe share water — and seeds.\n");
  const subject = { on: "whole", expectedVersion: 1 } as const;
  const rollCallId = await openVote(chair.ctx, { edition, text, subject });
  for (const { ctx, organizationId } of delegations)
    await castVote(ctx, { rollCallId, organizationId, choice: "for", requestKey: newId() });
  await closeVote(chair.ctx, { rollCallId });
  return text;
}

type Published = {
  content: string;
  version: number;
  signatures: { organization: { id: string }; statement: string; signature: string; publicKey: string }[];
};

const published = async (text: string) =>
  (await (await visitor.get(`/congress/${edition}/texts/${text}/signatures.json`)).json()) as Published;

/** RFC 8410 §4: an Ed25519 public key as SubjectPublicKeyInfo is these twelve bytes and the key. */
function holds({ statement, signature, publicKey }: Published["signatures"][number]): boolean {
  const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), Buffer.from(publicKey, "hex")]);
  const key = createPublicKey({ key: der, format: "der", type: "spki" });
  return verify(null, Buffer.from(statement, "utf8"), key, Buffer.from(signature, "hex"));
}

beforeAll(async () => {
  const node = await foundTestNode(test.db);
  assembly = await conveneAssembly(node, 3);
  ({ as } = createTestApp(node.shell, () => new Date(node.shell.now.getTime() + 60_000)));
  visitor = as();
});

describe("what the node publishes of a signed text", () => {
  it("is enough to check every signature, the version and the signatory without the node", async () => {
    const text = await adopt("Signed");
    await Promise.all(
      assembly.delegations.map(({ ctx, organizationId }) => signText(ctx, { edition, text, organizationId })),
    );
    const data = await published(text);
    const response = await visitor.get(data.content.replace(testOrigin, ""));
    const bytes = Buffer.from(await response.arrayBuffer());
    const hash = createHash("sha256").update(bytes).digest("hex");
    expect(JSON.parse(bytes.toString("utf8"))).toMatchObject({
      format: "cumbe/text/1",
      title: "Signed",
      paragraphs: [{ text: "Declaration" }, { text: "We share water — and seeds." }],
    });
    expect(data.signatures).toHaveLength(3);
    for (const one of data.signatures) {
      expect(holds(one)).toBe(true);
      expect(JSON.parse(one.statement)).toMatchObject({
        edition,
        text,
        version: data.version,
        versionHash: hash,
        organization: one.organization.id,
      });
      expect(holds({ ...one, statement: one.statement.replace(hash, "0".repeat(64)) })).toBe(false);
    }
    const mandates = data.signatures.map((one) => JSON.parse(one.statement).signatories[0].mandate as string);
    expect(new Set(mandates)).toEqual(new Set(assembly.delegations.map(({ mandateId }) => mandateId)));
    const page = await (await visitor.get(`/congress/${edition}/texts/${text}/signatures`)).text();
    for (const { publicKey } of data.signatures) expect(page).toContain(publicKey);
    expect((await visitor.get(`/congress/${edition}/texts/none/signatures.json`)).status).toBe(404);
    expect((await visitor.get(`/congress/${edition}/texts/${text}/versions/9/content.json`)).status).toBe(
      404,
    );
  });

  it("still holds after the key was renewed, and what is signed later is under the new one", async () => {
    const [first, second] = [await adopt("Before"), await adopt("After")];
    const { ctx, organizationId, slug } = delegation(0);
    await signText(ctx, { edition, text: first, organizationId });
    const expectedKey = (await published(first)).signatures[0]?.publicKey ?? "";
    const reason = inOneLanguage("en", "The old computer was lost");
    const renewal = { organizationId, expectedKey, reason };
    await expect(renewSigningKey(delegation(1).ctx, renewal)).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await expect(renewSigningKey(assembly.node.shell, renewal)).rejects.toMatchObject({
      reason: "delegationNeedsMandate",
    });
    const made = await renewSigningKey(ctx, renewal);
    await expect(renewSigningKey(ctx, renewal)).rejects.toMatchObject({
      reason: "signingKeyChangedMeanwhile",
    });
    await signText(ctx, { edition, text: second, organizationId });
    const [old] = (await published(first)).signatures;
    const [young] = (await published(second)).signatures;
    expect([old?.publicKey, young?.publicKey]).toEqual([expectedKey, made]);
    for (const one of [old, young]) expect(one && holds(one)).toBe(true);
    const page = await (await visitor.get(`/organizations/${slug}/signing-keys`)).text();
    expect(page).toContain(expectedKey);
    expect(page).toContain(made);
    expect(page).not.toContain("<form");
    expect(await (await visitor.get(`/congress/${edition}/texts/${first}/signatures`)).text()).toContain(
      "the signature holds",
    );
    const { rows } = await test.pool.query(
      "select record from log_acts where type = 'congress.signing_key.renewed'",
    );
    expect(rows).toMatchObject([{ record: { retiredKey: expectedKey, publicKey: made } }]);
  });

  it("lets whoever signs renew the key by its form, once, and nobody where nothing was signed", async () => {
    const { node } = assembly;
    const text = await adopt("By form");
    const { ctx, organizationId, slug } = delegation(2);
    const address = `/organizations/${slug}/signing-keys`;
    const reader = await readerOf(test.db, as, delegation(2));
    await signText(ctx, { edition, text, organizationId });
    const shown = /name="expectedKey" value="([0-9a-f]{64})"/.exec(
      await (await reader.get(address)).text(),
    )?.[1];
    const form = { expectedKey: shown ?? "", language: "en", reason: "Seen by others" };
    expect((await reader.post(address, { ...form, reason: "" })).status).toBe(422);
    expect((await reader.post(address, form)).status).toBe(303);
    const again = await reader.post(address, form);
    expect(again.status).toBe(409);
    expect(await again.text()).toContain("Seen by others");
    expect((await visitor.post(address, form)).status).toBe(401);
    const treasurer = await readerOf(test.db, as, await personWithOffice(node, organizationId, "treasurer"));
    expect((await treasurer.post(address, form)).status).toBe(403);
    const silent = await personWithOffice(node, node.organizationId, "spokesperson");
    await expect(
      renewSigningKey(silent.ctx, {
        organizationId: node.organizationId,
        expectedKey: "0".repeat(64),
        reason: inOneLanguage("en", "None"),
      }),
    ).rejects.toMatchObject({ reason: "signingKeyMissing" });
  });
});
