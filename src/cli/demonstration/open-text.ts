// The text of the meeting of these days, which is still open: amendments in conflict, one to another amendment, and what a new
// version meant for those that are not decided yet.
import {
  findTextView,
  importText,
  importTranslation,
  incorporateAmendments,
  openForAmendments,
  type OperationsInput,
  type Paragraph,
  proposeAmendment,
  submitMotion,
  supportMotion,
} from "#congress";
import type { Ctx } from "#platform/context";
import type { DemoOpenText } from "./data.ts";
import type { Cast } from "./people.ts";

const DAY = 24 * 60;
const HOUR = 60;

/** The meeting whose text it is; instants are in minutes from the moment of loading. */
export type Meeting = {
  readonly edition: string;
  readonly cast: Cast;
  readonly at: (minutes: number) => Date;
  readonly chair: (minutes: number) => Ctx;
};

/** The text as the delegations find it when the first sitting opens: with all amendments and motions. */
export async function prepareOpenText(openText: DemoOpenText, meeting: Meeting): Promise<void> {
  const { edition, cast, at } = meeting;
  const address = { edition, text: openText.slug };
  const chair = meeting.chair(-7 * DAY);
  await importText(chair, {
    edition,
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
  const view = await findTextView(chair.db, edition, openText.slug);
  const body = view?.version.body ?? [];
  for (const amendment of openText.amendments) {
    const when = at(-5 * DAY + amendment.number * HOUR);
    const proposer = cast.acting(cast.spokesperson(amendment.proposer), when);
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
  for (const [index, motion] of openText.motions.entries())
    await move(openText, motion, meeting, -4 * DAY + index * HOUR);
}

/** One motion has its supporters, another waits for them. */
async function move(
  { language }: DemoOpenText,
  motion: DemoOpenText["motions"][number],
  { edition, cast, at }: Meeting,
  minutes: number,
): Promise<void> {
  const { kind, title, reason, words, proposer } = motion;
  const ctx = cast.acting(cast.spokesperson(proposer), at(minutes));
  const organizationId = cast.organization(proposer);
  const form = { edition, kind, title, reason, language, words, organizationId };
  const number = await submitMotion(ctx, { ...form, requestKey: ctx.newId() });
  for (const supporter of motion.supporters) {
    const acting = cast.acting(cast.spokesperson(supporter), at(minutes + HOUR));
    const supporting = cast.organization(supporter);
    await supportMotion(acting, { edition, motion: number, organizationId: supporting });
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

/** After the sitting that adopted some amendments, they are put into the text; the others are carried over. */
export async function putIntoOpenText(
  { slug }: DemoOpenText,
  meeting: Meeting,
  minutes: number,
): Promise<void> {
  const address = { edition: meeting.edition, text: slug };
  await incorporateAmendments(meeting.chair(minutes), { ...address, expectedVersion: 1 });
}
