// Delegations sign an adopted text.
// Invariant: one signature for each organisation, over the hash of the version that was adopted.
import { createHash } from "node:crypto";
import type { z } from "zod";
import { findMandate } from "#confederation";
import { type Ctx, transact } from "#platform/context";
import { brokenConstraint } from "#platform/database/database";
import { Refusal } from "#platform/errors";
import { inTurn } from "#platform/in-turn";
import { appendAct } from "#platform/log/append";
import { broken, hold, ok } from "#platform/rules";
import { parse } from "#platform/validation";
import { type SignTextInput, signTextInput } from "./amendments.schema.ts";
import { delegationsAreAccredited, textsAreAdopted } from "./congress.rules.ts";
import { speaking } from "./editions.service.ts";
import { textPath } from "./paths.ts";
import { type SignatureStatement, signStatement } from "./signatures.rules.ts";
import { hasSigned, insertSignature, openOrganizationKey } from "./signatures.store.ts";
import { knownText } from "./texts.service.ts";
import { readVersion } from "./texts.store.ts";
import type { CongressText, TextVersion } from "./types.ts";
import { hex } from "./versions.rules.ts";

/**
 * Signs an adopted text for an accredited delegation, by its mandate with `congress.sign`. Refuses with
 * `textNotAdopted`, `delegationNotAccredited` and `alreadySigned`.
 */
export async function signText(ctx: Ctx, input: SignTextInput): Promise<SignatureStatement> {
  const wanted = parse(signTextInput, input);
  const signing = () => sign(ctx, wanted);
  // A whole assembly signs at the same moment: in turn, rather than starting again because of each other.
  return ctx.db.isTransaction ? signing() : inTurn(`signatures of ${wanted.edition}/${wanted.text}`, signing);
}

async function sign(ctx: Ctx, wanted: z.output<typeof signTextInput>): Promise<SignatureStatement> {
  const { organizationId } = wanted;
  try {
    return await transact(ctx, async (tx) => {
      const { edition, text } = await knownText(tx, wanted, "read");
      const { mandateId, facts } = await speaking(tx, edition, organizationId, "congress.sign");
      hold(delegationsAreAccredited(facts), "forbidden");
      hold(textsAreAdopted(text.state));
      const signed = await hasSigned(tx, text.id, organizationId);
      hold(signed ? broken("alreadySigned") : ok);
      const version = await adoptedVersion(tx, text);
      const signatory = await findMandate(tx.db, mandateId);
      if (!signatory) throw new Error(`mandate ${mandateId} was locked and is gone`);
      const statement: SignatureStatement = {
        format: version.authentic ? "cumbe/signature/2" : "cumbe/signature/1",
        edition: edition.slug,
        text: text.slug,
        version: version.number,
        versionHash: version.contentHash,
        ...(version.authentic && {
          languages: [text.language, ...version.authentic.map(({ language }) => language)],
        }),
        organization: organizationId,
        signatories: [{ mandate: mandateId, office: signatory.office, name: signatory.personName }],
        signedAt: tx.now.toISOString(),
      };
      const key = await openOrganizationKey(tx, organizationId);
      const made = signStatement(statement, key.privateKey);
      const actId = await appendAct(tx, {
        type: "congress.text.signed",
        subject: textPath(edition.slug, text.slug),
        mandateId,
        // The signatory's name is in the statement, which is kept beside: here it stands as its hash.
        record: {
          organization: organizationId,
          version: version.number,
          versionHash: version.contentHash,
          statementHash: createHash("sha256").update(made.statement).digest("hex"),
          publicKey: hex(key.publicKey),
          firstUseOfKey: key.madeNow,
          signature: hex(made.signature),
        },
      });
      await insertSignature(tx, {
        ...made,
        textId: text.id,
        version: version.number,
        organizationId,
        keyId: key.id,
        mandateId,
        actId,
      });
      return statement;
    });
  } catch (error) {
    // Two people of one organisation signed at the same moment: one signature stands.
    const constraint = brokenConstraint(error);
    if (constraint !== "text_signatures_once" && constraint !== "organization_keys_current") throw error;
    throw new Refusal("conflict", "alreadySigned");
  }
}

async function adoptedVersion(tx: Ctx, text: CongressText): Promise<TextVersion> {
  const version = text.adoptedVersion && (await readVersion(tx.db, text.id, text.adoptedVersion));
  if (!version) throw new Error(`text ${text.id} is adopted without a version`);
  return version;
}
