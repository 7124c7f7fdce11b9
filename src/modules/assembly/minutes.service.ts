// Drawing minutes up when a sitting is closed, writing to them, and putting them before the assembly.
// Invariant: what was recorded never changes; what people wrote stands beside it; what the assembly adopted is a text of
// the congress, frozen with its hash in the log.
import { canonicalHash } from "#algorithms/transparency";
import { importText, importTranslation, openForAmendments } from "#congress";
import type { Ctx } from "#platform/context";
import { catalogueLanguages, translator } from "#platform/i18n/i18n";
import { appendAct } from "#platform/log/append";
import { type Multilingual, textIn } from "#platform/multilingual";
import { hold } from "#platform/rules";
import { readProfile } from "#platform/settings";
import { parse } from "#platform/validation";
import {
  minutesAreNotBeforeTheAssembly,
  type MinutesFacts,
  minutesFollowTheSitting,
  remarksAreOnAnEntry,
} from "./minutes.rules.ts";
import {
  type SubmitMinutesInput,
  submitMinutesInput,
  type WriteRemarkInput,
  writeRemarkInput,
} from "./minutes.schema.ts";
import { sittingOfRemark, insertMinutes, insertRemark, markSubmitted, readMinutes } from "./minutes.store.ts";
import { minutesSoFar, type MinutesView, readMinutesOf, standingRemark } from "./minutes.views.ts";
import { formsGoToOnePlace } from "./request-keys.rules.ts";
import { minutesInWords } from "./minutes-words.ts";
import { type Sitting, sittingPath } from "./sitting-model.ts";
import { inSitting, inTurnOf } from "./sittings.service.ts";

const pathOf = ({ editionSlug, number }: Sitting) => `${sittingPath(editionSlug, number)}/minutes`;

/** Writes down what happened, in the transaction that closed the sitting. */
export async function drawUpMinutes(tx: Ctx, sitting: Sitting): Promise<void> {
  const facts = await minutesSoFar(tx.db, sitting);
  // As the database gives them back: without what is undefined, instants as strings.
  const hash = canonicalHash(JSON.parse(JSON.stringify(facts)));
  const actId = await appendAct(tx, {
    type: "assembly.minutes.drawn_up",
    subject: pathOf(sitting),
    mandateId: null,
    record: {
      number: sitting.number,
      entries: facts.entries.length,
      factsHash: Buffer.from(hash).toString("hex"),
    },
  });
  await insertMinutes(tx, sitting.id, { facts, hash, actId });
}

/**
 * Writes behind an entry of the minutes, or what is to be read instead of it; needs `assembly.minute`. What was recorded
 * and what was written before are kept. Refuses with `minutesNotDrawnUp`, `minutesAreBeforeTheAssembly`,
 * `minutesEntryUnknown`. The same request key writes once, and is refused in another sitting (`requestKeyTaken`).
 */
export async function writeRemark(ctx: Ctx, input: WriteRemarkInput): Promise<void> {
  const wanted = parse(writeRemarkInput, input);
  await inTurnOf(ctx, wanted, async (tx) => {
    const { sitting, authority } = await inSitting(tx, wanted, "assembly.minute");
    const there = await sittingOfRemark(tx, wanted.requestKey);
    hold(formsGoToOnePlace(there, sitting.id));
    if (there) return;
    const minutes = await readMinutes(tx.db, sitting.id);
    hold([
      minutesFollowTheSitting(minutes !== undefined),
      minutesAreNotBeforeTheAssembly(Boolean(minutes?.textId)),
      remarksAreOnAnEntry(wanted.entry, minutes?.facts.entries.length ?? 0),
    ]);
    const { entry, mode, words, requestKey } = wanted;
    const actId = await appendAct(tx, {
      type: "assembly.minutes.edited",
      subject: pathOf(sitting),
      mandateId: authority.mandateId,
      record: { number: sitting.number, entry, mode, words },
    });
    await insertRemark(tx, sitting.id, {
      entry,
      mode,
      words,
      writtenUnder: authority.mandateId,
      requestKey,
      actId,
    });
  });
}

type Rendering = { readonly view: MinutesView; readonly facts: MinutesFacts };

function markdownIn({ view, facts }: Rendering, language: string): Buffer {
  const words = { t: translator(language), language, zone: facts.zone };
  return Buffer.from(minutesInWords(words, facts, (entry) => standingRemark(view, entry)));
}

function titleOf({ title }: MinutesFacts, source: string): Multilingual {
  const inLanguage = (language: string) =>
    translator(language)("minutes.title", { sitting: textIn(title, language).text });
  return { source, texts: Object.fromEntries(catalogueLanguages.map((each) => [each, inLanguage(each)])) };
}

/**
 * Puts minutes before the assembly: as a text of the congress in every language of the node, open for amendments, to be
 * adopted by a vote as any text is; needs `congress.preside` in the organ's organisation, and what importing a text needs.
 * Returns the text's slug. Refuses with `minutesNotDrawnUp` and `minutesAreBeforeTheAssembly`.
 */
export async function submitMinutes(ctx: Ctx, input: SubmitMinutesInput): Promise<string> {
  const wanted = parse(submitMinutesInput, input);
  const languages = (await readProfile(ctx.db))?.languages ?? [];
  const offered = catalogueLanguages.filter((each) => languages.includes(each));
  const [source = "es", ...others] = offered;
  return inTurnOf(ctx, wanted, async (tx) => {
    const { sitting, authority } = await inSitting(tx, wanted);
    const view = await readMinutesOf(tx.db, sitting);
    hold([
      minutesFollowTheSitting(view.drawnUp !== null),
      minutesAreNotBeforeTheAssembly(view.text !== null),
    ]);
    const rendering = { view, facts: view.facts };
    const edition = sitting.editionSlug;
    const text = `minutes-of-sitting-${sitting.number}`;
    const imported = await importText(tx, {
      edition,
      slug: text,
      title: titleOf(view.facts, source),
      language: source,
      bytes: markdownIn(rendering, source),
      format: "markdown",
      requestKey: wanted.requestKey,
    });
    for (const language of others)
      await importTranslation(tx, {
        edition,
        text,
        language,
        bytes: markdownIn(rendering, language),
        format: "markdown",
        state: "draft",
      });
    await openForAmendments(tx, { edition, text });
    await markSubmitted(tx, sitting.id, imported.textId, authority.mandateId);
    await appendAct(tx, {
      type: "assembly.minutes.submitted",
      subject: pathOf(sitting),
      mandateId: authority.mandateId,
      record: {
        number: sitting.number,
        text,
        versionHash: imported.contentHash,
        factsHash: view.drawnUp?.hash ?? null,
      },
    });
    return text;
  });
}
