// Texts in several equally authentic languages, and translations as they stood at adoption: each rule met and broken by name.
import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import {
  castVote,
  closeVote,
  declareAuthenticLanguages,
  findTextView,
  importText,
  importTranslation,
  listAdoptionTranslations,
  listVersions,
  openForAmendments,
  openVote,
  proposeAmendment,
  incorporateAmendments,
  readVersionContent,
  signText,
  translateParagraphs,
} from "#congress";
import { newId } from "#platform/ids";
import { type Assembly, conveneAssembly } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode } from "../../../test/support/node.ts";
import { tables } from "./tables.ts";

const test = useDatabase();
let assembly: Assembly;
const edition = "congress-2019";

beforeAll(async () => {
  assembly = await conveneAssembly(await foundTestNode(test.db), 3, edition);
});

const chair = () => assembly.chair.ctx;

async function aText(name: string) {
  const { text } = await importText(chair(), {
    edition,
    title: { source: "en", texts: { en: name, es: `${name} es`, pt: `${name} pt` } },
    language: "en",
    bytes: Buffer.from("Water is shared.\n\nLand is tended.\n"),
    format: "plain",
    requestKey: newId(),
  });
  const address = { edition, text };
  await openForAmendments(chair(), address);
  const translate = (language: string, words: string, state: "draft" | "reviewed" = "reviewed") =>
    importTranslation(chair(), { ...address, language, bytes: Buffer.from(words), format: "plain", state });
  const see = async (version?: number, language?: string) => {
    const view = await findTextView(test.db, edition, text, { version, language });
    if (!view) throw new Error("the text is there");
    return view;
  };
  const open = (expectedVersion = 1) =>
    openVote(chair(), { ...address, subject: { on: "whole", expectedVersion } });
  const decide = async (rollCallId: Awaited<ReturnType<typeof open>>, choice: "for" | "against" = "for") => {
    for (const { ctx, organizationId } of assembly.delegations)
      await castVote(ctx, { rollCallId, organizationId, choice, requestKey: newId() });
    return closeVote(chair(), { rollCallId });
  };
  const declare = (...languages: string[]) => declareAuthenticLanguages(chair(), { ...address, languages });
  return { address, translate, see, open, decide, declare };
}

const ES = "El agua se comparte.\n\nLa tierra se cuida.\n";

describe("a text in several authentic languages", () => {
  it("is voted on, hashed and signed in all of them together", async () => {
    const text = await aText("Together");
    await text.declare("es");
    await expect(text.open()).rejects.toMatchObject({
      reason: "authenticTextIncomplete",
      facts: { language: "es", open: 2 },
    });
    await text.translate("es", ES, "draft");
    await expect(text.open()).rejects.toMatchObject({ reason: "authenticTextIncomplete" });
    await text.translate("es", ES);
    const rollCallId = await text.open();
    expect((await text.see(2)).version.authentic).toMatchObject([
      { language: "es", title: "Together es", paragraphs: [{ text: "El agua se comparte." }, {}] },
    ]);
    await expect(text.declare()).rejects.toMatchObject({ reason: "textNotOpenForAmendments" });
    await text.decide(rollCallId, "against");
    // Voted on again as it was: no further version.
    const again = await text.open(2);
    await text.decide(again);
    const { version, text: adopted } = await text.see();
    expect(adopted).toMatchObject({ adoptedVersion: 2, lastVersion: 2 });
    const content = await readVersionContent(test.db, edition, text.address.text, 2);
    expect(
      createHash("sha256")
        .update(content ?? "")
        .digest("hex"),
    ).toBe(version.contentHash);
    expect(JSON.parse(Buffer.from(content ?? "").toString())).toMatchObject({ format: "cumbe/text/2" });
    const first = await readVersionContent(test.db, edition, text.address.text, 1);
    expect(JSON.parse(Buffer.from(first ?? "").toString())).toMatchObject({ format: "cumbe/text/1" });
    const { ctx, organizationId } = assembly.delegations[0] as Assembly["delegations"][number];
    expect(await signText(ctx, { ...text.address, organizationId })).toMatchObject({
      format: "cumbe/signature/2",
      languages: ["en", "es"],
      versionHash: version.contentHash,
    });
    // What a translator makes of it later is not what was adopted.
    const [paragraph] = version.body;
    await translateParagraphs(chair(), {
      ...text.address,
      language: "es",
      paragraphs: [{ paragraphId: paragraph?.id ?? "", text: "Otra cosa.", state: "reviewed" }],
    });
    expect((await text.see(undefined, "es")).paragraphs[0]?.translation?.text).toBe("El agua se comparte.");
    expect((await listVersions(test.db, adopted.id)).map(({ madeBy }) => madeBy)).toEqual([
      "import",
      "languages",
    ]);
  });

  it("needs a title in each, and languages beside its own, before the vote", async () => {
    const text = await aText("Titles");
    await expect(text.declare("fr")).rejects.toMatchObject({
      reason: "authenticTitleMissing",
      facts: { language: "fr" },
    });
    await expect(text.declare("en")).rejects.toMatchObject({ reason: "translationIntoItself" });
    await expect(
      declareAuthenticLanguages(assembly.delegations[0]?.ctx ?? chair(), {
        ...text.address,
        languages: ["es"],
      }),
    ).rejects.toMatchObject({ reason: "noMandateForThis" });
    await text.declare("pt", "es", "es");
    expect((await text.see()).text.authentic).toEqual(["es", "pt"]);
  });

  it("is translated from the words that are voted on", async () => {
    const text = await aText("Outdated");
    await text.declare("es");
    await text.translate("es", ES);
    const { body } = (await text.see()).version;
    const words = { source: "en", texts: { en: "x" } };
    const { ctx, organizationId } = assembly.delegations[0] as Assembly["delegations"][number];
    const number = await proposeAmendment(ctx, {
      ...text.address,
      baseVersion: 1,
      title: words,
      reason: words,
      operations: [{ op: "replace", paragraphId: body[0]?.id ?? "", text: "Water is for all." }],
      organizationId,
      requestKey: newId(),
    });
    await text.decide(await openVote(chair(), { ...text.address, subject: { on: "amendment", number } }));
    await incorporateAmendments(chair(), { ...text.address, expectedVersion: 1 });
    await expect(text.open(2)).rejects.toMatchObject({
      reason: "authenticTextIncomplete",
      facts: { open: 1 },
    });
  });
});

describe("translations at adoption", () => {
  it("are counted and kept as they stood then, by language and paragraph", async () => {
    const text = await aText("Counted");
    await text.translate("es", ES);
    await text.translate("pt", "A água se partilha.\n\nA terra se cuida.\n", "draft");
    await text.decide(await text.open());
    const { text: adopted, version } = await text.see();
    const recorded = [
      { language: "es", authentic: false, reviewed: 2, draft: 0, outdated: 0, missing: 0 },
      { language: "pt", authentic: false, reviewed: 0, draft: 2, outdated: 0, missing: 0 },
    ];
    expect(await listAdoptionTranslations(test.db, adopted.id)).toEqual(recorded);
    await text.translate("pt", "A água se partilha.\n\nA terra se cuida.\n");
    expect(await listAdoptionTranslations(test.db, adopted.id)).toEqual(recorded);
    const rows = await tables(test.db)
      .selectFrom("adoption_translations")
      .select("states")
      .where("language", "=", "pt")
      .execute();
    expect(Object.keys(rows[0]?.states ?? {})).toEqual(
      expect.arrayContaining(version.body.map(({ id }) => id)),
    );
    await expect(tables(test.db).deleteFrom("adoption_translations").execute()).rejects.toThrow(
      /as it was done/,
    );
    const acts = await test.db
      .selectFrom("log_acts")
      .select("record")
      .where("type", "=", "congress.text.adopted")
      .where("subject", "=", `/congress/${edition}/texts/${text.address.text}`)
      .execute();
    expect(acts[0]?.record).toMatchObject({ translations: recorded });
  });
});
