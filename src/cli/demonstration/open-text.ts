// A second text of the demonstration, which is still open: amendments in conflict, one to another amendment, and what a new
// version meant for those that are not decided yet.
import {
  castVote,
  closeVote,
  findTextView,
  importText,
  importTranslation,
  incorporateAmendments,
  openForAmendments,
  openVote,
  type OperationsInput,
  type Paragraph,
  proposeAmendment,
  submitMotion,
  supportMotion,
} from "#congress";
import type { Dates, Demo, DemoOpenText } from "./data.ts";
import type { Cast } from "./people.ts";

const CHAIR = "graciela-ibarra-montiel";
const DAYS = { import: "2025-11-11", propose: "2025-11-12", vote: "2025-11-13" };

export async function loadOpenText(demo: Demo, dates: Dates, cast: Cast): Promise<void> {
  const { openText } = demo;
  const address = { edition: demo.edition.slug, text: openText.slug };
  const chair = cast.acting(CHAIR, dates.instant(DAYS.import));
  await importText(chair, {
    edition: address.edition,
    slug: openText.slug,
    title: openText.title,
    language: openText.language,
    bytes: markdownOf(openText, openText.language),
    format: "markdown",
    requestKey: chair.newId(),
  });
  for (const language of Object.keys(openText.paragraphs).filter((tag) => tag !== openText.language)) {
    const bytes = markdownOf(openText, language);
    await importTranslation(chair, { ...address, language, bytes, format: "markdown", state: "reviewed" });
  }
  await openForAmendments(chair, address);
  const view = await findTextView(chair.db, address.edition, address.text);
  const body = view?.version.body ?? [];
  for (const amendment of openText.amendments) {
    const at = dates.instant(DAYS.propose, 8 + amendment.number / 2);
    const proposer = cast.acting(cast.spokesperson(amendment.proposer), at);
    await proposeAmendment(proposer, {
      ...address,
      baseVersion: 1,
      title: amendment.title,
      reason: amendment.reason,
      operations: amendment.operations.map((operation) => operationOf(operation, body)),
      organizationId: cast.organization(amendment.proposer),
      ...(amendment.amends === undefined ? {} : { amends: { number: amendment.amends, revision: 0 } }),
      requestKey: proposer.newId(),
    });
  }
  for (const { number } of openText.amendments.filter(({ adopted }) => adopted))
    await adopt(openText, { ...address, number }, dates, cast);
  const incorporating = cast.acting(CHAIR, dates.instant(DAYS.vote, 18));
  await incorporateAmendments(incorporating, { ...address, expectedVersion: 1 });
  for (const [at, motion] of openText.motions.entries())
    await move(openText, address.edition, motion, (hour) => dates.instant(DAYS.propose, hour + at), cast);
}

/** One motion has its supporters, another waits for them. */
async function move(
  { language }: DemoOpenText,
  edition: string,
  motion: DemoOpenText["motions"][number],
  at: (hour: number) => Date,
  cast: Cast,
): Promise<void> {
  const { kind, title, reason, words, proposer } = motion;
  const ctx = cast.acting(cast.spokesperson(proposer), at(14));
  const organizationId = cast.organization(proposer);
  const form = { edition, kind, title, reason, language, words, organizationId };
  const number = await submitMotion(ctx, { ...form, requestKey: ctx.newId() });
  for (const supporter of motion.supporters) {
    const acting = cast.acting(cast.spokesperson(supporter), at(15));
    await supportMotion(acting, {
      edition,
      motion: number,
      organizationId: cast.organization(supporter),
    });
  }
}

function markdownOf({ paragraphs }: DemoOpenText, language: string): Uint8Array {
  const [heading = "", ...rest] = paragraphs[language] ?? [];
  return Buffer.from([`# ${heading}`, ...rest].join("\n\n"));
}

/** The paragraphs of the data are counted as the text's: the heading is 0. */
function operationOf(
  operation: DemoOpenText["amendments"][number]["operations"][number],
  body: readonly Paragraph[],
): OperationsInput[number] {
  const paragraphId = body[operation.paragraph]?.id;
  if (!paragraphId) throw new Error(`the open text has no paragraph ${operation.paragraph}`);
  if (operation.kind === "delete") return { op: "delete", paragraphId };
  if (operation.kind === "replace") return { op: "replace", paragraphId, text: operation.text };
  const added = { kind: "paragraph" as const, level: 0, marker: null, text: operation.text };
  return { op: "insertAfter", afterId: paragraphId, paragraphs: [added] };
}

async function adopt(
  { voted_by }: DemoOpenText,
  { number, ...address }: { edition: string; text: string; number: number },
  dates: Dates,
  cast: Cast,
): Promise<void> {
  const subject = { on: "amendment", number } as const;
  const at = (hour: number) => cast.acting(CHAIR, dates.instant(DAYS.vote, hour));
  const rollCallId = await openVote(at(10), { ...address, subject });
  for (const voter of voted_by) {
    const acting = cast.acting(cast.spokesperson(voter), dates.instant(DAYS.vote, 10.5));
    const organizationId = cast.organization(voter);
    await castVote(acting, { rollCallId, organizationId, choice: "for", requestKey: acting.newId() });
  }
  await closeVote(at(11), { rollCallId });
}
