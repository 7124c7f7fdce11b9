// The demonstration's sittings: a meeting of these days, with one sitting over, one under way, and one to come. All of it
// is invented. It is loaded around the moment of loading, so that whoever opens the demonstration finds people in a room.
import {
  addItem,
  type AgendaItemId,
  askForFloor,
  changeRules,
  conductSitting,
  type ConductInput,
  decideOnDelegates,
  type DelegateId,
  findPlenary,
  findSitting,
  nominate,
  planSitting,
  recordPresence,
  submitMinutes,
  writeRemark,
} from "#assembly";
import { accreditDelegation, castVote, convene, findEdition } from "#congress";
import type { Ctx } from "#platform/context";
import { localTime } from "#platform/zones";
import { holdElections } from "./elections.ts";
import type { Demo, DemoItem, DemoOpenText, DemoSittings } from "./data.ts";
import { adoptRules } from "./rules.ts";
import { prepareOpenText, putIntoOpenText } from "./open-text.ts";
import type { Cast } from "./people.ts";

const CHAIR = "graciela-ibarra-montiel";
const CONVENER = "conf";
const MINUTE_MS = 60_000;
const DAY = 24 * 60;

type Member = { readonly externalId: string; readonly key: string; delegateId?: DelegateId };
type Stage = {
  readonly data: DemoSittings;
  readonly openText: DemoOpenText;
  readonly edition: string;
  readonly cast: Cast;
  /** In minutes from the moment of loading. */
  readonly at: (minutes: number) => Date;
  readonly chair: (minutes: number) => Ctx;
  readonly members: Member[];
};

export async function loadSittings(shell: Ctx, demo: Demo, cast: Cast): Promise<void> {
  const data = demo.sittings;
  const at = (minutes: number) => new Date(shell.now.getTime() + minutes * MINUTE_MS);
  const members = demo.people.accredited_delegations
    .filter((externalId) => externalId !== CONVENER)
    .slice(0, data.edition.delegations)
    .map((externalId) => ({ externalId, key: cast.spokesperson(externalId) }));
  const chair = (minutes: number) => cast.acting(CHAIR, at(minutes));
  const { openText } = demo;
  const stage: Stage = { data, openText, edition: data.edition.slug, cast, at, chair, members };
  await call(stage);
  await prepareOpenText(openText, stage);
  await holdElections(demo.elections, stage);
  await letIn(stage);
  const first = await yesterday(stage);
  await adoptRules(demo.rules, stage, -DAY + 200);
  await today(stage, first);
  await plan(stage, data.third, DAY - 40);
}

async function call({ data, cast, chair, members, at }: Stage): Promise<void> {
  const { edition } = data;
  const caller = chair(-9 * DAY);
  const day = (minutes: number) => localTime(at(minutes), edition.zone).slice(0, 10);
  await convene(caller, {
    slug: edition.slug,
    title: edition.title,
    hostCity: edition.host_city,
    zone: edition.zone,
    country: edition.country,
    startsOn: day(-DAY - 40),
    endsOn: day(DAY + 200),
    conveningOrganizationId: cast.organization(CONVENER),
    called: members.map(({ externalId }) => cast.organization(externalId)),
    requestKey: caller.newId(),
  });
  for (const { externalId } of members)
    await accreditDelegation(chair(-8 * DAY), {
      edition: edition.slug,
      organizationId: cast.organization(externalId),
    });
  const view = await findEdition(caller.db, edition.slug);
  if (!view) throw new Error("convened above");
  const { rules, languages } = await findPlenary(caller.db, view.id);
  await changeRules(chair(-8 * DAY), {
    edition: edition.slug,
    organ: "plenary",
    rules: { ...rules, speaking: { ...rules.speaking, alternation: "region" } },
    languages: [...languages],
    decision: data.rules,
    requestKey: caller.newId(),
  });
}

/** Each delegation sends whoever speaks for it; most came on both days. */
async function letIn({ data, cast, chair, members, at }: Stage): Promise<void> {
  const { slug: edition } = data.edition;
  for (const member of members) {
    const speaker = cast.acting(member.key, at(-7 * DAY));
    const personId = speaker.actor.kind === "person" ? speaker.actor.personId : "";
    const [delegateId] = await nominate(speaker, {
      edition,
      organizationId: cast.organization(member.externalId),
      seat: "delegate",
      people: [personId],
      requestKey: speaker.newId(),
    });
    if (delegateId) member.delegateId = delegateId;
  }
  const delegateIds = members.flatMap(({ delegateId }) => delegateId ?? []);
  await decideOnDelegates(chair(-6 * DAY), { edition, delegateIds, verdict: "accept" });
  const door = async (minutes: number, direction: "in" | "out", who: readonly DelegateId[]) => {
    const keeper = chair(minutes);
    const events = who.map((delegateId) => ({
      id: keeper.newId(),
      direction,
      at: keeper.now,
      who: { delegateId },
    }));
    await recordPresence(keeper, { edition, events });
  };
  const first = delegateIds.slice(data.absent_on_the_first_day);
  await door(-DAY - 70, "in", first);
  await door(-DAY + 150, "out", first);
  await door(-65, "in", delegateIds.slice(0, -data.absent_on_the_second_day));
}

type Planned = {
  readonly number: number;
  readonly items: readonly AgendaItemId[];
  readonly act: (minutes: number, act: ConductInput["act"]) => Promise<void>;
};

async function plan(
  { data, openText, chair, at }: Stage,
  sitting: { title: DemoSittings["rules"]; items: readonly DemoItem[] },
  starts: number,
  documents: readonly { text: string }[] = [],
): Promise<Planned> {
  const { slug: edition, zone, place, languages } = data.edition;
  const planner = chair(-2 * DAY);
  const number = await planSitting(planner, {
    edition,
    title: sitting.title,
    startsAt: localTime(at(starts), zone),
    endsAt: localTime(at(starts + 180), zone),
    zone,
    place,
    languages,
    requestKey: planner.newId(),
  });
  const items: AgendaItemId[] = [];
  for (const [index, { kind, minutes, title, open_text: onOpenText }] of sitting.items.entries())
    items.push(
      await addItem(planner, {
        edition,
        number,
        title,
        kind,
        plannedMinutes: minutes,
        documents: onOpenText ? [{ text: openText.slug }] : index === 0 ? [...documents] : [],
        requestKey: planner.newId(),
      }),
    );
  const act: Planned["act"] = async (minutes, what) => {
    const ctx = chair(minutes);
    const found = await findSitting(ctx, edition, number);
    const expectedVersion = found?.version ?? 0;
    await conductSitting(ctx, { edition, number, expectedVersion, act: what, requestKey: ctx.newId() });
  };
  return { number, items, act };
}

async function asks(
  { data, cast, at, members }: Stage,
  planned: Planned,
  item: number,
  minutes: number,
  who: number,
) {
  const member = members[who];
  const itemId = planned.items[item];
  if (!member || !itemId) throw new Error("the demonstration has as many delegations and items");
  const speaker = cast.acting(member.key, at(minutes));
  await askForFloor(speaker, {
    edition: data.edition.slug,
    number: planned.number,
    itemId,
    kind: who % 7 === 6 ? "point_of_order" : "speech",
    organizationId: cast.organization(member.externalId),
    requestKey: speaker.newId(),
  });
}

/** Who is next on the list gets the floor and has it for so long; whoever has it keeps it where no end is given. */
async function speaks({ data, chair }: Stage, planned: Planned, from: number, until?: number): Promise<void> {
  const read = () => findSitting(chair(from), data.edition.slug, planned.number);
  const next = (await read())?.floor.next[0];
  if (!next) throw new Error("somebody waits");
  await planned.act(from, { what: "floor_given", requestId: next.requestId });
  if (until !== undefined) await planned.act(until, { what: "floor_ended", requestId: next.requestId });
}

async function yesterday(stage: Stage): Promise<{ readonly number: number; readonly text: string }> {
  const { data, chair } = stage;
  const { postponed, remark, skipped, ...sitting } = data.first;
  const items = [...sitting.items, { kind: "decision" as const, minutes: 30, title: postponed.title }];
  const planned = await plan(stage, { ...sitting, items }, -DAY - 45);
  const [opening = "", report = "", debate = "", rules = "", late = ""] = planned.items;
  const start = -DAY - 40;
  await planned.act(start, { what: "opened" });
  await planned.act(start + 1, { what: "item_opened", itemId: opening });
  await planned.act(start + 9, { what: "item_closed", itemId: opening });
  await planned.act(start + 10, { what: "item_opened", itemId: report });
  await asks(stage, planned, 1, start + 11, 2);
  await speaks(stage, planned, start + 12, start + 14.6);
  await planned.act(start + 20, { what: "item_closed", itemId: report });
  await planned.act(start + 21, { what: "item_opened", itemId: debate });
  for (const who of [3, 4, 5, 8, 9]) await asks(stage, planned, 2, start + 22, who);
  for (const turn of [0, 1, 2]) await speaks(stage, planned, start + 24 + 4 * turn, start + 26.5 + 4 * turn);
  const first = (await findSitting(chair(start + 40), data.edition.slug, planned.number))?.floor.next[0];
  if (first)
    await planned.act(start + 40, { what: "speaker_skipped", requestId: first.requestId, reason: skipped });
  await planned.act(start + 41, { what: "list_closed", itemId: debate });
  await speaks(stage, planned, start + 42, start + 44);
  await planned.act(start + 48, { what: "item_closed", itemId: debate });
  await planned.act(start + 49, { what: "item_opened", itemId: rules });
  await voteOnAmendments(stage, planned, start + 50);
  await planned.act(start + 57, { what: "item_closed", itemId: rules });
  await planned.act(start + 58, { what: "item_postponed", itemId: late, reason: postponed.reason });
  await planned.act(start + 60, { what: "closed" });
  await putIntoOpenText(stage.openText, stage, start + 90);
  const secretary = chair(start + 120);
  const address = { edition: data.edition.slug, number: planned.number };
  await writeRemark(secretary, {
    ...address,
    entry: 0,
    mode: "added",
    words: remark,
    requestKey: secretary.newId(),
  });
  const text = await submitMinutes(chair(start + 180), { ...address, requestKey: secretary.newId() });
  return { number: planned.number, text };
}

/** Those amendments that the data says were adopted, one after the other. */
async function voteOnAmendments(stage: Stage, planned: Planned, from: number): Promise<void> {
  const { slug: text, amendments } = stage.openText;
  for (const [at, { number }] of amendments.filter(({ adopted }) => adopted).entries()) {
    const subject = { on: "amendment" as const, number };
    await planned.act(from + 4 * at, { what: "vote_opened", text, subject });
    await vote(stage, planned, from + 4 * at + 1, (index) => (index === 4 ? "against" : "for"));
    await planned.act(from + 4 * at + 3, { what: "vote_closed" });
  }
}

/** All who are in the room vote in the vote that is open. */
async function vote(
  { data, cast, at, chair, members }: Stage,
  planned: Planned,
  minutes: number,
  choiceOf: (index: number) => "for" | "against" | "abstain",
): Promise<void> {
  const found = await findSitting(chair(minutes), data.edition.slug, planned.number);
  const rollCallId = found?.rollCallId ?? "";
  const { absent_on_the_first_day: first, absent_on_the_second_day: second } = data;
  const present = minutes < -DAY / 2 ? members.slice(first) : members.slice(0, -second);
  for (const [index, { key, externalId }] of present.entries()) {
    const voter = cast.acting(key, at(minutes));
    const organizationId = cast.organization(externalId);
    await castVote(voter, { rollCallId, organizationId, choice: choiceOf(index), requestKey: voter.newId() });
  }
}

async function today(stage: Stage, first: { readonly text: string }): Promise<void> {
  const { data } = stage;
  const planned = await plan(stage, data.second, -45, [{ text: first.text }]);
  const [minutes = "", seeds = ""] = planned.items;
  await planned.act(-40, { what: "opened" });
  await planned.act(-39, { what: "item_opened", itemId: minutes });
  const subject = { on: "whole" as const, expectedVersion: 1 };
  await planned.act(-36, { what: "vote_opened", text: first.text, subject });
  await vote(stage, planned, -35, (index) => (index % 6 === 5 ? "abstain" : "for"));
  await planned.act(-33, { what: "vote_closed" });
  await planned.act(-32, { what: "item_closed", itemId: minutes });
  await planned.act(-31, { what: "item_opened", itemId: seeds });
  for (const who of [1, 7, 10, 11, 12]) await asks(stage, planned, 1, -28, who);
  await speaks(stage, planned, -27, -24.4);
  await speaks(stage, planned, -1.5);
  await asks(stage, planned, 1, -1, 13);
}
