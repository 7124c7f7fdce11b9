// The demonstration's congress: convened, a text imported and translated, amended, voted, adopted, signed, published.
import { readFile } from "node:fs/promises";
import {
  accreditDelegation,
  castVote,
  closeVote,
  convene,
  findTextView,
  importText,
  importTranslation,
  incorporateAmendments,
  listDecisionPoints,
  markDecisionPoints,
  openForAmendments,
  openVote,
  type OperationsInput,
  type Paragraph,
  proposeAmendment,
  publishText,
  type RollCallId,
  signText,
  translateParagraphs,
} from "#congress";
import type { Ctx } from "#platform/context";
import {
  type Dates,
  type Demo,
  type DemoAmendment,
  type DemoOperation,
  demoPath,
  type DemoPlace,
} from "./data.ts";
import type { DemoPoints } from "./commitments.ts";
import type { Cast } from "./people.ts";

const CHAIR = "graciela-ibarra-montiel";
const CONVENER = "conf";
/** When each stage happens, in the days that move with the demonstration. */
const DAYS = {
  import: "2025-11-04",
  propose: "2025-11-06",
  vote: "2025-11-08",
  adopt: "2025-11-09",
  publish: "2025-11-10",
};

type Stage = {
  readonly demo: Demo;
  readonly cast: Cast;
  readonly chairOn: (day: string, hour?: number) => Ctx;
  readonly instant: Dates["instant"];
};
type Address = { readonly edition: string; readonly text: string };

export async function loadCongress(demo: Demo, dates: Dates, cast: Cast): Promise<DemoPoints> {
  const stage: Stage = {
    demo,
    cast,
    instant: dates.instant,
    chairOn: (day, hour) => cast.acting(CHAIR, dates.instant(day, hour)),
  };
  const address = { edition: demo.edition.slug, text: demo.edition.text.slug };
  await openCongress(stage, address);
  await amend(stage, address);
  await adopt(stage, address);
  return markPoints(stage, address);
}

async function openCongress({ demo, cast, chairOn }: Stage, address: Address): Promise<void> {
  const chair = chairOn(DAYS.import);
  const { edition } = demo;
  await convene(chair, {
    slug: edition.slug,
    title: edition.title,
    hostCity: edition.host_city,
    zone: edition.timezone,
    country: edition.country,
    startsOn: edition.starts_on,
    endsOn: edition.ends_on,
    conveningOrganizationId: cast.organization(CONVENER),
    called: "all_affiliated",
    requestKey: chair.newId(),
  });
  for (const delegation of demo.people.accredited_delegations) {
    await accreditDelegation(chair, { edition: edition.slug, organizationId: cast.organization(delegation) });
  }
  const { slug, title, language, files } = edition.text;
  const bytesOf = (tag: string) => readFile(demoPath(files[tag] ?? ""));
  await importText(chair, {
    edition: edition.slug,
    slug,
    title,
    language,
    bytes: await bytesOf(language),
    format: "markdown",
    requestKey: chair.newId(),
  });
  for (const tag of Object.keys(files).filter((each) => each !== language)) {
    await importTranslation(chair, {
      ...address,
      language: tag,
      bytes: await bytesOf(tag),
      format: "markdown",
      state: "reviewed",
    });
  }
  await openForAmendments(chair, address);
}

async function amend(stage: Stage, address: Address): Promise<void> {
  const { demo, cast, chairOn, instant } = stage;
  const body = await bodyOf(stage, address);
  for (const amendment of demo.amendments) {
    const proposer = cast.acting(
      cast.spokesperson(amendment.proposer),
      instant(DAYS.propose, 8 + amendment.number),
    );
    await proposeAmendment(proposer, {
      ...address,
      baseVersion: 1,
      title: amendment.title,
      reason: amendment.reason,
      operations: amendment.operations.map((operation) => operationOf(operation, body)),
      organizationId: cast.organization(amendment.proposer),
      requestKey: proposer.newId(),
    });
  }
  for (const amendment of demo.amendments) {
    const subject = { on: "amendment" as const, number: amendment.number };
    await rollCall(stage, address, subject, amendment.votes, 8 + amendment.number, DAYS.vote);
  }
  await incorporateAmendments(chairOn(DAYS.vote, 20), { ...address, expectedVersion: 1 });
  await translateAmended(stage, address);
}

/** What the amendments brought into the text, in the languages into which its other paragraphs were translated. */
async function translateAmended(stage: Stage, address: Address): Promise<void> {
  const idOf = new Map((await bodyOf(stage, address)).map(({ id, text }) => [text, id]));
  const brought = stage.demo.amendments.flatMap(({ operations }) =>
    operations.flatMap((operation) => {
      const paragraphId = "text" in operation ? idOf.get(operation.text) : undefined;
      if (!paragraphId || !("text" in operation)) return [];
      const texts = Object.entries(operation.translations ?? {});
      return texts.map(([language, text]) => ({ language, paragraphId, text, state: "reviewed" as const }));
    }),
  );
  for (const [language, paragraphs] of Map.groupBy(brought, (one) => one.language))
    await translateParagraphs(stage.chairOn(DAYS.vote, 21), { ...address, language, paragraphs });
}

type Subject = { on: "amendment"; number: number } | { on: "whole"; expectedVersion: number };

async function rollCall(
  { cast, chairOn, instant }: Stage,
  address: Address,
  subject: Subject,
  votes: DemoAmendment["votes"],
  hour: number,
  day: string,
): Promise<void> {
  const rollCallId: RollCallId = await openVote(chairOn(day, hour), { ...address, subject });
  for (const [externalId, choice] of Object.entries(votes)) {
    const voter = cast.acting(cast.spokesperson(externalId), instant(day, hour + 0.5));
    await castVote(voter, {
      rollCallId,
      organizationId: cast.organization(externalId),
      choice,
      requestKey: voter.newId(),
    });
  }
  await closeVote(chairOn(day, hour + 0.9), { rollCallId });
}

async function adopt(stage: Stage, address: Address): Promise<void> {
  const { demo, cast, chairOn, instant } = stage;
  const delegations = demo.people.accredited_delegations;
  const version = (await lastVersion(stage, address)).number;
  // Two abstain and one is against, so that the page shows what a roll call looks like.
  const votes = Object.fromEntries(
    delegations.map((each, index) => [
      each,
      index % 13 === 7
        ? ("abstain" as const)
        : each === "ca-ateliers"
          ? ("against" as const)
          : ("for" as const),
    ]),
  );
  await rollCall(stage, address, { on: "whole", expectedVersion: version }, votes, 10, DAYS.adopt);
  for (const [index, externalId] of delegations.entries()) {
    const signer = cast.acting(cast.spokesperson(externalId), instant(DAYS.adopt, 14 + index / 10));
    await signText(signer, { ...address, organizationId: cast.organization(externalId) });
  }
  await publishText(chairOn(DAYS.publish), address);
}

async function markPoints(stage: Stage, address: Address): Promise<DemoPoints> {
  const { demo, chairOn } = stage;
  const chair = chairOn(DAYS.publish, 15);
  const body = await bodyOf(stage, address);
  const plan = itemsUnder(body, demo.commitments.plan_heading);
  const days = itemsUnder(body, demo.commitments.days_heading);
  await markDecisionPoints(chair, { ...address, paragraphIds: [...plan, ...days].map(({ id }) => id) });
  const points = await listDecisionPoints(chair.db);
  const idOf = (paragraph: Paragraph) => points.find((point) => point.paragraphId === paragraph.id)?.id;
  const numbered = (items: readonly Paragraph[]) =>
    new Map(
      items.flatMap((item, index) => {
        const id = idOf(item);
        return id ? [[index + 1, id] as const] : [];
      }),
    );
  return { plan: numbered(plan), days: numbered(days) };
}

async function lastVersion({ chairOn }: Stage, { edition, text }: Address) {
  const view = await findTextView(chairOn(DAYS.import).db, edition, text);
  if (!view) throw new Error("the demonstration's text was not imported");
  return view.version;
}

async function bodyOf(stage: Stage, address: Address): Promise<readonly Paragraph[]> {
  return (await lastVersion(stage, address)).body;
}

/** What stands between a heading and the next one. */
function under(body: readonly Paragraph[], heading: string): Paragraph[] {
  const at = body.findIndex((paragraph) => paragraph.kind === "heading" && paragraph.text === heading);
  if (at === -1) throw new Error(`the demonstration's text has no heading '${heading}'`);
  const rest = body.slice(at + 1);
  const end = rest.findIndex((paragraph) => paragraph.kind === "heading");
  return end === -1 ? rest : rest.slice(0, end);
}

function itemsUnder(body: readonly Paragraph[], heading: string): Paragraph[] {
  return under(body, heading).filter((paragraph) => paragraph.kind === "item");
}

/** The paragraph that the data means; how it begins must agree, so that a wrong place is noticed. */
function find(place: DemoPlace, body: readonly Paragraph[]): Paragraph {
  const candidates = under(body, place.heading).filter(
    ({ kind }) => kind === (place.item === undefined ? "paragraph" : "item"),
  );
  const found = candidates[(place.item ?? place.paragraph ?? 1) - 1];
  if (!found?.text.startsWith(place.starts_with))
    throw new Error(`the demonstration's text has no such place: ${JSON.stringify(place)}`);
  return found;
}

function operationOf(operation: DemoOperation, body: readonly Paragraph[]): OperationsInput[number] {
  const target = find(operation.target, body).id;
  switch (operation.kind) {
    case "replace":
      return { op: "replace", paragraphId: target, text: operation.text };
    case "insert_after":
      return {
        op: "insertAfter",
        afterId: target,
        paragraphs: [{ kind: "paragraph", level: 0, marker: null, text: operation.text }],
      };
    case "delete":
      return { op: "delete", paragraphId: target };
    case "move":
      return { op: "move", paragraphId: target, afterId: find(operation.after, body).id };
  }
}
