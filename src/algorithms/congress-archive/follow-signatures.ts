// Following signatures: each is checked with its key over its statement, and the statement against the version adopted.
import { createHash, verify } from "node:crypto";
import { publicKeyFromBytes } from "../transparency/index.ts";
import { found, hold } from "./fault.ts";
import { parseValue } from "./files.ts";
import { type Act, sameJson } from "./log.ts";
import { authorised } from "./mandates.ts";
import { type Signature, statementShape } from "./shapes.ts";
import { readVersion } from "./versions.ts";
import { named, textIn, textOf, type World } from "./world.ts";

export async function followSigned(world: World, act: Act): Promise<void> {
  const text = textOf(world, act);
  const organization = textIn(act, "organization");
  const facts = { text: text.said.slug, organization: named(world, organization) };
  const said = found(text.signatures.get(organization), "objectMissing", {
    what: "signature",
    which: `${facts.text} ${facts.organization}`,
    act: act.id,
  });
  hold(text.adoptedVersion !== null && world.accredited.has(organization), "orderBroken", {
    act: act.id,
    type: act.type,
  });
  hold(isSigned(said), "signatureDoesNotHold", facts);
  const version = found(text.said.versions[(text.adoptedVersion ?? 0) - 1], "objectMissing", {
    what: "version",
    which: facts.text,
    act: act.id,
  });
  const logged = act.record;
  const same =
    said.act === act.id &&
    said.signedAt === act.at &&
    said.mandate === act.mandate &&
    said.version === version.number &&
    logged["version"] === version.number &&
    logged["versionHash"] === version.contentHash &&
    logged["statementHash"] === createHash("sha256").update(said.statement, "utf8").digest("hex") &&
    logged["signature"] === said.signature &&
    logged["publicKey"] === said.publicKey;
  hold(same, "signatureDiffers", facts);
  const { slug, language } = text.said;
  const content = await readVersion(world.archive, slug, version.number);
  const languages =
    content.format === "cumbe/text/2" ? [language, ...content.authentic.map((one) => one.language)] : null;
  holdStatement(world, said, { ...version, text: slug, at: act.at, languages });
  holdKey(world, act, organization, said.publicKey);
  authorised(world, act, "congress.sign", organization, "mandateOnly");
  text.signatures.delete(organization);
}

/** RFC 8032: Ed25519 over the statement's UTF-8 bytes. */
function isSigned({ statement, signature, publicKey }: Signature): boolean {
  const key = publicKeyFromBytes(Buffer.from(publicKey, "hex"));
  return verify(null, Buffer.from(statement, "utf8"), key, Buffer.from(signature, "hex"));
}

type Adopted = {
  readonly number: number;
  readonly contentHash: string;
  readonly text: string;
  readonly at: string;
  /** All in which it is equally authentic; null for a version in one language. */
  readonly languages: readonly string[] | null;
};

/** What was signed is about the version that was adopted, by whoever held the mandate. */
function holdStatement(world: World, said: Signature, adopted: Adopted): void {
  const where = { path: `texts/${adopted.text}/signatures.jsonl`, line: 1 };
  const statement = parseValue(Buffer.from(said.statement, "utf8"), statementShape, where);
  const office = world.mandates.get(said.mandate)?.office;
  const about =
    statement.format === (adopted.languages ? "cumbe/signature/2" : "cumbe/signature/1") &&
    sameJson(statement.languages ?? null, adopted.languages) &&
    statement.edition === world.edition.slug &&
    statement.text === adopted.text &&
    statement.version === adopted.number &&
    statement.versionHash === adopted.contentHash &&
    statement.organization === said.organization &&
    statement.signedAt === adopted.at &&
    statement.signatories.some((one) => one.mandate === said.mandate && one.office === office);
  hold(about, "signatureDiffers", { text: adopted.text, organization: named(world, said.organization) });
}

/** An organisation signs with one key until it says in the log that it took another. */
function holdKey(world: World, act: Act, organization: string, publicKey: string): void {
  const known = world.keys.get(organization);
  const first = act.record["firstUseOfKey"] === true;
  hold(known === undefined || (known === publicKey && !first), "signingKeyDiffers", {
    organization: named(world, organization),
    act: act.id,
  });
  world.keys.set(organization, publicKey);
}

export function followKeyRenewed(world: World, act: Act): void {
  const organization = textIn(act, "organization");
  const known = world.keys.get(organization);
  hold(known === undefined || known === act.record["retiredKey"], "signingKeyDiffers", {
    organization: named(world, organization),
    act: act.id,
  });
  world.keys.set(organization, textIn(act, "publicKey"));
}

export function endOfSignatures({ texts }: World): void {
  for (const { said, signatures } of texts.values())
    for (const { organization } of signatures.values())
      hold(false, "objectWithoutAct", { what: "signature", which: `${said.slug} ${organization}` });
}
