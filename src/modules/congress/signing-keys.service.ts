// An organisation gives its signing key up for another one.
// Invariant: what was signed with the old key still verifies with it; nothing is ever signed with it again.
import { authorise } from "#confederation";
import { type Ctx, transact } from "#platform/context";
import { Refusal } from "#platform/errors";
import { appendAct } from "#platform/log/append";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { type RenewSigningKeyInput, renewSigningKeyInput } from "./amendments.schema.ts";
import { delegationsActByMandate } from "./congress.rules.ts";
import { signingKeysPath } from "./paths.ts";
import { keysAreAsExpected } from "./signatures.rules.ts";
import { lockOrganizationKey, makeOrganizationKey, retireOrganizationKey } from "./signatures.store.ts";
import { hex } from "./versions.rules.ts";

/**
 * Retires the key by which an organisation signs and makes another, under a mandate with `congress.sign`; returns the new
 * public key in hex. Refuses with `organizationUnknown`, `signingKeyMissing` where nothing was signed yet, and
 * `signingKeyChangedMeanwhile` where the form showed another key: a form sent twice renews once.
 */
export async function renewSigningKey(ctx: Ctx, input: RenewSigningKeyInput): Promise<string> {
  const { organizationId, expectedKey, reason } = parse(renewSigningKeyInput, input);
  return transact(ctx, async (tx) => {
    const { mandateId } = await authorise(tx, "congress.sign", organizationId);
    hold(delegationsActByMandate(mandateId), "forbidden");
    const current = await lockOrganizationKey(tx, organizationId);
    if (!current) throw new Refusal("conflict", "signingKeyMissing");
    hold(keysAreAsExpected(expectedKey, hex(current.publicKey)));
    await retireOrganizationKey(tx, current.id);
    const made = await makeOrganizationKey(tx, organizationId);
    await appendAct(tx, {
      type: "congress.signing_key.renewed",
      subject: signingKeysPath(current.organizationSlug),
      mandateId,
      record: {
        organization: organizationId,
        retiredKey: hex(current.publicKey),
        publicKey: hex(made.publicKey),
        reason,
      },
    });
    return hex(made.publicKey);
  });
}
