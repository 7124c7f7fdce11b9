// An organisation's announcements from a calendar file: shown first, then done, and done again without doubling.
// Invariant: what the preview shows and what the import does are judged by one function; all of it happens or nothing.
import { createHash } from "node:crypto";
import { authorise, type OrganizationId } from "#confederation";
import { type Ctx, transact } from "#platform/context";
import { type Facts, Refusal } from "#platform/errors";
import { canonicalLanguageTag } from "#platform/geography/index";
import { appendAct } from "#platform/log/append";
import { inOneLanguage, type Multilingual } from "#platform/multilingual";
import { parse } from "#platform/validation";
import { announceActionInput } from "./actions.schema.ts";
import { applyCancellation, applyChange, factsOf, insertAnnounced, numbered } from "./actions.service.ts";
import { type ActionFacts, lockActionBySource, lookalikes } from "./actions.store.ts";
import {
  type ImportChoices,
  importChoices,
  importId,
  previewCalendarInput,
  type PreviewCalendarInput,
} from "./calendar-import.schema.ts";
import { forgetPreviews, insertPreview, takePreview } from "./calendar-import.store.ts";
import { decodeCalendar, type Entry, type EntryWords, readCalendar } from "./calendar-reading.ts";
import { lockCampaign } from "./campaigns.store.ts";
import type { Plan } from "./moments.rules.ts";
import type { Action, CampaignId, Moment } from "./types.ts";

export type Verdict = "new" | "changed" | "unchanged" | "cancelled" | "refused";

export type Judged = {
  readonly title: string;
  readonly verdict: Verdict;
  /** Why it is refused. */
  readonly reason: string | null;
  readonly facts: Facts;
  readonly moment: Moment | null;
  /** How often it takes place. */
  readonly times: number;
  /** The action that it changes, or that looks the same. */
  readonly number: number | null;
};

export type Preview = {
  readonly id: string;
  readonly organizationId: OrganizationId;
  readonly entries: readonly Judged[];
};

/** An entry with all that is needed to do what its verdict says. */
type Doable = {
  readonly judged: Judged;
  readonly words?: EntryWords;
  readonly facts?: ActionFacts;
  readonly plan?: Plan;
  readonly existing?: Action | undefined;
};

type Judging = {
  readonly organizationId: OrganizationId;
  readonly choices: ImportChoices;
  readonly campaignId: CampaignId | null;
};

function refused(title: string, reason: string, facts: Facts = {}, plan?: Plan): Doable {
  return {
    judged: {
      title,
      verdict: "refused",
      reason,
      facts,
      moment: plan?.moment ?? null,
      times: plan?.occurrences.length ?? 0,
      number: typeof facts["number"] === "number" ? facts["number"] : null,
    },
  };
}

/** The new words beside the translations that are there, which stay while the words they were made from do. */
function inPlace(old: Multilingual | null | undefined, language: string, text: string): Multilingual {
  return old && old.texts[language] === text ? old : inOneLanguage(language, text);
}

/** What a file cannot say stays as it is, or is what was chosen for all of it. */
function factsFrom(words: EntryWords, existing: Action | undefined, choices: ImportChoices): unknown {
  const language = (words.language && canonicalLanguageTag(words.language)) || choices.language;
  return {
    title: inPlace(existing?.title, language, words.title),
    description: words.description && inPlace(existing?.description, language, words.description),
    kind: existing?.kind ?? choices.kind,
    city: existing?.city ?? choices.city,
    country: existing?.country ?? choices.country,
    address: words.address,
    latitude: words.latitude,
    longitude: words.longitude,
    isExact: existing?.isExact ?? false,
    contact: existing?.contact ?? null,
    accessibility: existing?.accessibility ?? [],
    languages: existing?.languages ?? [language],
    link: words.link,
  };
}

const factShape = announceActionInput.pick({
  title: true, description: true, kind: true, city: true, country: true, address: true, latitude: true, longitude: true,
  isExact: true, contact: true, accessibility: true, languages: true, link: true,
}); // prettier-ignore

/** Everything that a file can change, as one text. */
function comparable(facts: ActionFacts, moment: Moment): string {
  const { zone, allDay, startsLocal, endsLocal, rule, added, without, moved } = moment;
  const { title, description, address, latitude, longitude, link } = facts;
  const words = [title, description].map(
    (field) => field && [field.source, Object.entries(field.texts).sort()],
  );
  const others = moved
    .map((each) => [each.day, each.startsLocal, each.endsLocal])
    .sort(([one = ""], [other = ""]) => (one < other ? -1 : 1));
  const days = [[...added].sort(), [...without].sort(), others];
  return JSON.stringify([
    words,
    address,
    latitude,
    longitude,
    link,
    zone,
    allDay,
    startsLocal,
    endsLocal,
    rule,
    days,
  ]);
}

async function judge(
  tx: Ctx,
  entry: Entry,
  { organizationId, choices, campaignId }: Judging,
): Promise<Doable> {
  if ("wrong" in entry) return refused(entry.title, entry.wrong.reason, entry.wrong.facts);
  const { words, plan } = entry;
  const existing = await lockActionBySource(tx, organizationId, words.uid);
  const read = factShape.safeParse(factsFrom(words, existing, choices));
  if (!read.success) {
    const [issue] = read.error.issues;
    const limit: Facts = issue && "maximum" in issue ? { limit: Number(issue.maximum) } : {};
    return refused(words.title, issue?.message ?? "valueMalformed", limit, plan);
  }
  const facts = factsOf(read.data);
  const base = {
    title: words.title,
    reason: null,
    facts: {},
    moment: plan.moment,
    times: plan.occurrences.length,
  };
  const found = (verdict: Verdict): Doable => ({
    judged: { ...base, verdict, number: existing?.number ?? null }, words, facts, plan, existing,
  }); // prettier-ignore
  if (plan.lastAt <= tx.now)
    return existing ? found("unchanged") : refused(words.title, "actionIsOver", {}, plan);
  if (words.cancelled) {
    if (!existing) return refused(words.title, "nothingToCancel", {}, plan);
    return found(existing.state === "announced" ? "cancelled" : "unchanged");
  }
  if (existing) {
    if (existing.state !== "announced") return refused(words.title, "actionNotAnnounced", {}, plan);
    return found(comparable(facts, plan.moment) === comparable(existing, existing) ? "unchanged" : "changed");
  }
  const days = plan.occurrences.map(({ day }) => day);
  const [alike] = await lookalikes(tx, { ...facts, campaignId, days, notOf: organizationId });
  if (alike !== undefined) return refused(words.title, "actionMayBeAnnounced", { number: alike }, plan);
  return found("new");
}

async function judgingOf(tx: Ctx, organizationId: OrganizationId, choices: ImportChoices): Promise<Judging> {
  const campaign = choices.campaign === null ? undefined : await lockCampaign(tx, { slug: choices.campaign });
  if (choices.campaign !== null && !campaign) throw new Refusal("missing", "campaignUnknown");
  if (campaign && campaign.state !== "called") throw new Refusal("conflict", "campaignNotCalled");
  return { organizationId, choices, campaignId: campaign?.id ?? null };
}

/** Reads a file and says what it would do; needs `agenda.announce`. Nothing is announced, and it is kept for a day. */
export async function previewCalendar(ctx: Ctx, input: PreviewCalendarInput): Promise<Preview> {
  const { organizationId, bytes, choices } = parse(previewCalendarInput, input);
  await authorise(ctx, "agenda.announce", organizationId);
  const text = decodeCalendar(bytes);
  const entries = await readCalendar(text);
  return transact(ctx, async (tx) => {
    await authorise(tx, "agenda.announce", organizationId);
    await forgetPreviews(tx);
    const id = await insertPreview(tx, { organizationId, choices, body: text });
    const judging = await judgingOf(tx, organizationId, choices);
    const judged: Judged[] = [];
    for (const entry of entries) judged.push((await judge(tx, entry, judging)).judged);
    return { id, organizationId, entries: judged };
  });
}

export type Imported = Readonly<Record<Verdict, number>>;

/** Does what the preview showed, as things are now, and all of it at once. */
export async function importCalendar(ctx: Ctx, previewId: string): Promise<Imported> {
  const id = parse(importId, previewId);
  return numbered(ctx, async (tx) => {
    const preview = await takePreview(tx, id);
    if (!preview) throw new Refusal("missing", "calendarPreviewGone");
    const { organizationId, body } = preview;
    const { mandateId } = await authorise(tx, "agenda.announce", organizationId);
    const judging = await judgingOf(tx, organizationId, parse(importChoices, preview.choices));
    const counts = { new: 0, changed: 0, unchanged: 0, cancelled: 0, refused: 0 };
    for (const entry of await readCalendar(body)) {
      const doable = await judge(tx, entry, judging);
      counts[doable.judged.verdict] += 1;
      await carryOut(tx, doable, judging, mandateId);
    }
    await appendAct(tx, {
      type: "agenda.actions.imported",
      subject: `/agenda`,
      mandateId,
      record: {
        organization: organizationId,
        file: createHash("sha256").update(body).digest("hex"),
        ...counts,
      },
    });
    return counts;
  });
}

async function carryOut(
  tx: Ctx,
  { judged, words, facts, plan, existing }: Doable,
  { organizationId, choices }: Judging,
  mandateId: string | null,
): Promise<void> {
  if (!words || !facts || !plan) return;
  if (judged.verdict === "new")
    await insertAnnounced(
      tx,
      { ...facts, accessibility: [...facts.accessibility], languages: [...facts.languages], requestKey: tx.newId(), organizationId, campaign: choices.campaign, insists: true, sourceUid: words.uid },
      plan,
      mandateId,
    ); // prettier-ignore
  if (judged.verdict === "changed" && existing) await applyChange(tx, existing, facts, plan, mandateId);
  if (judged.verdict === "cancelled" && existing)
    await applyCancellation(tx, existing, cancellationOf(words, choices), mandateId);
}

/** Where a file says that something is off, and not why. */
const calledOffInCalendar: Multilingual = {
  source: "es",
  texts: {
    es: "La organización la canceló en su propio calendario.",
    en: "The organisation called it off in its own calendar.",
    pt: "A organização a cancelou em seu próprio calendário.",
    fr: "L’organisation l’a annulée dans son propre calendrier.",
  },
};

function cancellationOf({ comment, language }: EntryWords, choices: ImportChoices): Multilingual {
  if (!comment) return calledOffInCalendar;
  return inOneLanguage(
    (language && canonicalLanguageTag(language)) || choices.language,
    comment.slice(0, 1000),
  );
}
