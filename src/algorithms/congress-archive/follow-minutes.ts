// Following minutes: what was recorded, by its hash and by the sitting's own acts; what people wrote; the text it became.
// Invariant: the facts are those whose hash the log has, and where acts say the same thing, they say it alike.
import { createHash } from "node:crypto";
import type { Counted } from "../roll-calls/index.ts";
import { ArchiveFault, found, hold } from "./fault.ts";
import { parseValue, readWhole } from "./files.ts";
import { holdAlike } from "./follow-organs.ts";
import { organOf, presides, sittingOf, step, whatOf } from "./follow-sittings.ts";
import { countOf } from "./follow-votes.ts";
import { type Act, sameJson } from "./log.ts";
import { authorised } from "./mandates.ts";
import { type MinutesFacts, minutesFactsShape, type Sitting } from "./assembly-shapes.ts";
import type { SittingWorld } from "./assembly-world.ts";
import { numberIn, type World } from "./world.ts";

type Minutes = NonNullable<Sitting["minutes"]>;

function minutesOf(sitting: SittingWorld, act: Act): Minutes {
  return found(sitting.said.minutes, "objectMissing", { ...whatOf(sitting, act), what: "minutes" });
}

export async function followDrawnUp(world: World, act: Act): Promise<void> {
  const sitting = sittingOf(world, act);
  const said = minutesOf(sitting, act);
  const { number } = sitting.said;
  step(sitting.state === "closed" && !sitting.drawnUp && act.mandate === null, sitting, act);
  const path = `assembly/minutes/${number}.json`;
  const bytes = await readWhole(world.archive, path);
  const hash = createHash("sha256").update(bytes).digest("hex");
  const differ = (member: string, rightly: boolean) =>
    hold(rightly, "minutesDiffer", { sitting: number, member, act: act.id });
  differ("factsHash", hash === act.record["factsHash"] && hash === said.factsHash);
  const facts = parseValue(bytes, minutesFactsShape, { path, line: 1 });
  holdAlike(
    { act: [said.act, act.id], drawnUpAt: [said.drawnUpAt, act.at], number: [number, act.record["number"]] },
    { ...whatOf(sitting, act), what: "minutes" },
  );
  differ("entries", facts.entries.length === numberIn(act, "entries"));
  differ("number", facts.number === number);
  differ("edition", facts.edition === world.edition.slug);
  differ("title", sameJson(facts.title, sitting.plan["title"]));
  differ("organ", sameJson(facts.organ, organOf(world, sitting).said.name));
  holdTold(world, sitting, facts, act);
  sitting.drawnUp = true;
}

/** Speeches are in the minutes alone, when they ended; a vote is there when the chair closed it. */
const IN_ACTS = new Set([
  "opened",
  "adjourned",
  "resumed",
  "closed",
  "item_opened",
  "item_closed",
  "item_postponed",
  "list_closed",
  "list_reopened",
  "speaker_skipped",
]);

/** What the minutes tell is what the acts of the sitting said, in their order. */
function holdTold(world: World, sitting: SittingWorld, { entries }: MinutesFacts, act: Act): void {
  const { number, events } = sitting.said;
  const differ = (member: string, rightly: boolean) =>
    hold(rightly, "minutesDiffer", { sitting: number, member, act: act.id });
  const happened = events.filter(({ type }) => IN_ACTS.has(type));
  const told = entries.filter(({ kind }) => IN_ACTS.has(kind));
  differ("entries", told.length === happened.length);
  for (const [index, entry] of told.entries()) {
    const event = happened[index];
    differ(`${entry.kind}.at`, entry.kind === event?.type && entry.at === event.happenedAt);
    differ(`${entry.kind}.room`, sameJson(entry.room ?? null, event?.facts.room ?? null));
    const reason = "reason" in entry ? entry["reason"] : null;
    differ(`${entry.kind}.reason`, sameJson(reason, event?.facts.reason ?? null));
    const item = event?.item ? sitting.items.get(event.item) : undefined;
    if (entry.position !== undefined) differ(`${entry.kind}.position`, entry.position === item?.position);
  }
  for (const { href, tally, evaluation } of entries.filter(({ kind }) => kind === "voted"))
    differ("voted.tally", isCount(tally, evaluation, votedAt(world, String(href))));
  for (const { kind } of entries)
    if (!IN_ACTS.has(kind) && kind !== "spoke" && kind !== "voted")
      throw new ArchiveFault("minutesDiffer", { sitting: number, member: kind, act: act.id });
}

/** The vote at an address, counted. Acts that are older than that of calling a vote do not say that it was called here. */
function votedAt(world: World, href: string): Counted | undefined {
  const { edition, rollCalls } = world;
  const [, text, id = ""] = /\/texts\/([^/]+)\/votes\/([^/]+)$/.exec(href) ?? [];
  const rollCall = rollCalls.get(id);
  const there = rollCall?.state === "closed" && href === `${edition.subject}/texts/${text}/votes/${id}`;
  return there && rollCall.textSlug === text ? countOf(world, rollCall) : undefined;
}

/** Minutes of before adopted rules tell the numbers alone. */
function isCount(tally: unknown, evaluation: unknown, counted: Counted | undefined): boolean {
  if (!counted || typeof tally !== "object" || tally === null) return false;
  const said = new Map<string, unknown>(Object.entries(tally));
  const explained = evaluation === undefined || sameJson(evaluation, counted.evaluation);
  return (
    explained &&
    Object.entries(counted.tally).every(([member, number]) => sameJson(said.get(member) ?? null, number))
  );
}

export function followRemark(world: World, act: Act): void {
  const sitting = sittingOf(world, act);
  const { remarks } = minutesOf(sitting, act);
  step(sitting.drawnUp && !sitting.submitted, sitting, act);
  const what = { what: "remark", which: String(sitting.remarks + 1), act: act.id };
  const said = found(remarks[sitting.remarks], "objectMissing", what);
  const { entry, mode, words } = act.record;
  holdAlike(
    {
      act: [said.act, act.id],
      writtenAt: [said.writtenAt, act.at],
      mandate: [said.mandate, act.mandate],
      entry: [said.entry, entry],
      mode: [said.mode, mode],
      words: [said.words, words],
    },
    what,
  );
  authorised(world, act, "assembly.minute", organOf(world, sitting).said.organization, "shellMay");
  sitting.remarks += 1;
}

/** The minutes became a text of the congress; its first version is what lay before the assembly. */
export function followMinutesSubmitted(world: World, act: Act): void {
  const sitting = sittingOf(world, act);
  const said = minutesOf(sitting, act);
  step(sitting.drawnUp && !sitting.submitted, sitting, act);
  const { text, versionHash, factsHash } = act.record;
  const became = world.texts.get(String(text));
  holdAlike(
    {
      text: [said.text, text],
      factsHash: [said.factsHash, factsHash],
      versionHash: [became?.said.versions[0]?.contentHash, versionHash],
      submittedAt: [said.submittedAt, act.at],
      submittedUnder: [said.submittedUnder, act.mandate],
    },
    { ...whatOf(sitting, act), what: "minutes" },
  );
  presides(world, sitting, act);
  sitting.submitted = true;
}

/** Every closed sitting has its minutes, and they say nothing that no act did. */
export function endOfMinutes({ archive, assembly }: World): void {
  for (const { said, state, drawnUp, remarks, submitted } of assembly.sittings.values()) {
    const facts = { what: "minutes", which: String(said.number) };
    hold(drawnUp === (state === "closed") && drawnUp === (said.minutes !== null), "objectWithoutAct", facts);
    hold(archive.files.has(`assembly/minutes/${said.number}.json`) === drawnUp, "objectWithoutAct", facts);
    hold(remarks === (said.minutes?.remarks.length ?? 0), "objectWithoutAct", { ...facts, what: "remark" });
    hold(submitted || (said.minutes?.text ?? null) === null, "objectWithoutAct", facts);
  }
}
