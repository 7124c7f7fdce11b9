// Drafts written anew and texts put together from sections: each rule met once and broken once, by name.
import fc from "fast-check";
import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import {
  castVote,
  closeVote,
  composeText,
  declareAuthenticLanguages,
  findTextView,
  importText,
  listSections,
  listVersions,
  openForAmendments,
  openVote,
  reviseText,
  translateParagraphs,
} from "#congress";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { anySeed, randomFrom, randomOperations, randomText } from "../../../test/support/amendments.ts";
import { type Assembly, conveneAssembly } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode } from "../../../test/support/node.ts";
import { applyInPlace } from "./amendment-operations.rules.ts";
import { keepParagraphIds } from "./drafting.rules.ts";
import type { ParagraphId } from "./text-model.ts";

const test = useDatabase();
let assembly: Assembly;
const edition = "congress-2019";

beforeAll(async () => {
  assembly = await conveneAssembly(await foundTestNode(test.db), 3, edition);
});

const chair = () => assembly.chair.ctx;

async function draft(title: string, source: string, language = "en") {
  const { text } = await importText(chair(), {
    edition,
    title: inOneLanguage(language, title),
    language,
    bytes: Buffer.from(source),
    format: "markdown",
    requestKey: newId(),
  });
  const see = async () => {
    const view = await findTextView(test.db, edition, text);
    if (!view) throw new Error("the text is there");
    return view;
  };
  const revise = (words: string, expectedVersion = 1) =>
    reviseText(chair(), { edition, text, expectedVersion, bytes: Buffer.from(words), format: "markdown" });
  return { text, see, revise };
}

async function finish(text: string) {
  await openForAmendments(chair(), { edition, text });
  await vote(text);
}

async function vote(text: string) {
  const subject = { on: "whole", expectedVersion: 1 } as const;
  const rollCallId = await openVote(chair(), { edition, text, subject });
  for (const { ctx, organizationId } of assembly.delegations)
    await castVote(ctx, { rollCallId, organizationId, choice: "for", requestKey: newId() });
  await closeVote(chair(), { rollCallId });
}

const SOURCE =
  "# Water\n\nWater is shared by all who live here.\n\nWells are kept clean.\n\nNobody sells a spring.\n";

describe("a draft that is written anew", () => {
  it("keeps the paragraphs whose words stand, also reworded or elsewhere", async () => {
    const { revise, see } = await draft("Anew", SOURCE);
    const before = (await see()).version.body;
    expect(
      await revise(
        "# Water\n\nNobody sells a spring.\n\nWater is shared fairly by all who live here.\n\nWells are kept clean.\n\nRain is gathered.\n",
      ),
    ).toBe(2);
    const { version, text } = await see();
    const at = (index: number) => before[index]?.id;
    expect(version.body.map(({ id }) => id).slice(0, 4)).toEqual([at(0), at(3), at(1), at(2)]);
    expect(before.map(({ id }) => id)).not.toContain(version.body[4]?.id);
    expect((await listVersions(test.db, text.id)).map(({ madeBy }) => madeBy)).toEqual(["import", "editor"]);
  });

  it("is refused when it says nothing new, came second, is no draft, or comes from somebody else", async () => {
    const { revise, text } = await draft("Refused", SOURCE);
    await expect(revise(SOURCE)).rejects.toMatchObject({ reason: "textUnchanged" });
    await revise(`${SOURCE}\nMore.\n`);
    await expect(revise("Other.")).rejects.toMatchObject({
      reason: "versionChangedMeanwhile",
      facts: { expected: 1, current: 2 },
    });
    const input = {
      edition,
      text,
      expectedVersion: 2,
      bytes: Buffer.from("Other."),
      format: "plain" as const,
    };
    await expect(reviseText(assembly.delegations[0]?.ctx ?? chair(), input)).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await openForAmendments(chair(), { edition, text });
    await expect(reviseText(chair(), input)).rejects.toMatchObject({ reason: "textIsNotADraft" });
  });

  it("never uses an id twice, and keeps every paragraph that nobody touched", () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const random = randomFrom(seed);
        const before = randomText(random, 8, 12);
        const amended = applyInPlace(before, randomOperations(random, before, "n"));
        if (!amended.ok) return;
        const after = amended.body.map((paragraph, at) => ({
          ...paragraph,
          id: `fresh-${at}` as ParagraphId,
        }));
        const kept = keepParagraphIds(before, after);
        expect(new Set(kept.map(({ id }) => id)).size).toBe(kept.length);
        expect(kept.map(({ text }) => text)).toEqual(after.map(({ text }) => text));
        const texts = new Map(before.map((paragraph) => [paragraph.text, paragraph.id]));
        if (texts.size < before.length) return;
        for (const paragraph of kept)
          if (texts.has(paragraph.text)) expect(paragraph.id).toBe(texts.get(paragraph.text));
      }),
    );
  });
});

describe("a text of sections", () => {
  it("holds the adopted versions of its sections in order, with where they came from", async () => {
    const water = await draft("Water", SOURCE);
    const land = await draft("Land", "# Land\n\nLand is tended.\n");
    const form = {
      edition,
      title: inOneLanguage("en", "Declaration of the tables"),
      language: "en",
      sections: [land.text, water.text],
      requestKey: newId(),
    };
    await finish(land.text);
    await expect(composeText(chair(), form)).rejects.toMatchObject({
      reason: "sectionNotFinished",
      facts: { text: water.text },
    });
    await finish(water.text);
    const slug = await composeText(chair(), form);
    expect(await composeText(chair(), form)).toBe(slug);
    const view = await findTextView(test.db, edition, slug);
    const ids = [...(await land.see()).version.body, ...(await water.see()).version.body].map(({ id }) => id);
    expect(view?.version.body.map(({ id }) => id)).toEqual(ids);
    expect(view?.text.state).toBe("draft");
    if (!view) throw new Error("it was composed");
    expect(await listSections(test.db, view.text.id)).toMatchObject([
      { href: `/congress/${edition}/texts/${land.text}`, version: 1, paragraphs: 2 },
      { href: `/congress/${edition}/texts/${water.text}`, version: 1, paragraphs: 4 },
    ]);
    await finish(slug);
    await expect(
      composeText(chair(), { ...form, sections: [slug, water.text], requestKey: newId() }),
    ).rejects.toMatchObject({ reason: "sectionsOverlap", facts: { text: water.text, other: slug } });
  });

  it("is a draft that may be written anew", async () => {
    const land = await draft("Land again", "# Land\n\nLand is tended.\n");
    await finish(land.text);
    const title = inOneLanguage("en", "Of one table");
    const form = { edition, title, language: "en", sections: [land.text], requestKey: newId() };
    const slug = await composeText(chair(), form);
    const revise = {
      edition,
      text: slug,
      expectedVersion: 1,
      bytes: Buffer.from("# Land\n\nLand is tended well.\n"),
    };
    expect(await reviseText(chair(), { ...revise, format: "markdown" })).toBe(2);
  });

  it("says in other languages what its sections say from the same words, with state and translator", async () => {
    const water = await draft("Springs", "# Springs\n\nSprings are shared.\n\nNobody sells them.\n");
    const land = await draft("Fields", "Fields are tended.\n");
    const [heading, shared, sold] = (await water.see()).version.body.map(({ id }) => id);
    const translate = (
      text: string,
      language: string,
      words: [string | undefined, string, "draft" | "reviewed"][],
    ) =>
      translateParagraphs(chair(), {
        edition,
        text,
        language,
        paragraphs: words.map(([paragraphId = "", said, state]) => ({ paragraphId, text: said, state })),
      });
    await translate(water.text, "es", [
      [heading, "Manantiales", "reviewed"],
      [shared, "Los manantiales se comparten.", "draft"],
    ]);
    await translate(water.text, "pt", [[shared, "As nascentes são partilhadas.", "draft"]]);
    // Made from other words than those that stand there: not taken over.
    await translateParagraphs(chair(), {
      edition,
      text: water.text,
      language: "es",
      paragraphs: [
        { paragraphId: sold ?? "", text: "Nadie los vende.", state: "reviewed", sourceHash: "00".repeat(32) },
      ],
    });
    const [field] = (await land.see()).version.body.map(({ id }) => id);
    await translate(land.text, "es", [[field, "Los campos se cuidan.", "reviewed"]]);
    await finish(water.text);
    await finish(land.text);
    const slug = await composeText(chair(), {
      edition,
      title: inOneLanguage("en", "Springs and fields"),
      language: "en",
      sections: [water.text, land.text],
      requestKey: newId(),
    });
    const inSpanish = async () => {
      const view = await findTextView(test.db, edition, slug, { language: "es" });
      if (!view) throw new Error("it was composed");
      return view;
    };
    const view = await inSpanish();
    expect(view.languages).toEqual(["en", "es", "pt"]);
    expect(
      view.paragraphs.map(({ translation }) => translation && [translation.text, translation.state]),
    ).toEqual([
      ["Manantiales", "reviewed"],
      ["Los manantiales se comparten.", "draft"],
      undefined,
      ["Los campos se cuidan.", "reviewed"],
    ]);
    const section = await findTextView(test.db, edition, water.text, { language: "es" });
    expect(view.paragraphs[0]?.translation?.translatorMandateId).toBe(
      section?.paragraphs[0]?.translation?.translatorMandateId,
    );
    expect(view.translated).toMatchObject({
      authentic: false,
      states: { reviewed: 2, draft: 1, outdated: 0, missing: 1 },
      takenOver: [
        { href: `/congress/${edition}/texts/${water.text}`, paragraphs: 2 },
        { href: `/congress/${edition}/texts/${land.text}`, paragraphs: 1 },
      ],
    });
    const acts = await sql<{ record: unknown }>`
      select record from log_acts where subject = ${`/congress/${edition}/texts/${slug}`}
        and type = 'congress.text.translated' order by id`.execute(test.db);
    expect(acts.rows.map(({ record }) => record)).toMatchObject([
      {
        language: "es",
        version: 1,
        paragraphs: 3,
        sections: [water, land].map(({ text }) => `/congress/${edition}/texts/${text}`),
      },
      { language: "pt", version: 1, paragraphs: 1 },
    ]);
    // Once it is translated for this text, or its words change, it is the section's no more.
    await translate(slug, "es", [[shared, "Los manantiales son de todos.", "reviewed"]]);
    await reviseText(chair(), {
      edition,
      text: slug,
      expectedVersion: 1,
      bytes: Buffer.from(
        "# Springs\n\nSprings are shared.\n\nNobody sells them.\n\nFields are tended well.\n",
      ),
      format: "markdown",
    });
    expect((await inSpanish()).translated).toMatchObject({
      states: { reviewed: 2, draft: 0, outdated: 1, missing: 1 },
      takenOver: [{ paragraphs: 1 }],
    });
    const own = await findTextView(test.db, edition, slug);
    expect(own?.translated).toBeUndefined();
  });

  it("takes what was adopted in an authentic language before what was made of it since", async () => {
    const { text: rain } = await importText(chair(), {
      edition,
      title: { source: "en", texts: { en: "Rain", es: "Lluvia" } },
      language: "en",
      bytes: Buffer.from("Rain is gathered.\n"),
      format: "plain",
      requestKey: newId(),
    });
    const id = (await findTextView(test.db, edition, rain))?.version.body[0]?.id ?? "";
    const translate = (text: string) =>
      translateParagraphs(chair(), {
        edition,
        text: rain,
        language: "es",
        paragraphs: [{ paragraphId: id, text, state: "reviewed" }],
      });
    await openForAmendments(chair(), { edition, text: rain });
    await declareAuthenticLanguages(chair(), { edition, text: rain, languages: ["es"] });
    await translate("La lluvia se recoge.");
    await vote(rain);
    await translate("La lluvia se junta.");
    const adopted = await findTextView(test.db, edition, rain, { language: "es" });
    expect(adopted?.translated).toMatchObject({ authentic: true, takenOver: [] });
    expect(adopted?.paragraphs[0]?.translation?.text).toBe("La lluvia se recoge.");
    const slug = await composeText(chair(), {
      edition,
      title: inOneLanguage("en", "All water"),
      language: "en",
      sections: [rain],
      requestKey: newId(),
    });
    const view = await findTextView(test.db, edition, slug, { language: "es" });
    expect(view?.paragraphs[0]?.translation).toMatchObject({
      text: "La lluvia se recoge.",
      state: "reviewed",
      translatorMandateId: null,
    });
  });

  it("is refused with sections that are not there, in another language, or none", async () => {
    const spanish = await draft("Agua", "El agua se comparte.\n", "es");
    await finish(spanish.text);
    const form = { edition, title: inOneLanguage("en", "T"), language: "en", requestKey: newId() };
    await expect(composeText(chair(), { ...form, sections: ["none"] })).rejects.toMatchObject({
      reason: "textUnknown",
    });
    await expect(composeText(chair(), { ...form, sections: [spanish.text] })).rejects.toMatchObject({
      reason: "sectionInOtherLanguage",
    });
    await expect(composeText(chair(), { ...form, sections: [] })).rejects.toMatchObject({
      fields: [{ field: "sections", reason: "sectionsMissing" }],
    });
    await expect(
      composeText(assembly.delegations[0]?.ctx ?? chair(), { ...form, sections: [spanish.text] }),
    ).rejects.toMatchObject({ reason: "noMandateForThis" });
  });
});
