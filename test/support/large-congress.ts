// A congress of the size that its archive has to bear: thousands of ballots, hundreds of amendments, for measurements.
import {
  closeVote,
  findTextView,
  incorporateAmendments,
  openVote,
  type OperationsInput,
  type Paragraph,
  proposeAmendment,
  type RollCallId,
} from "#congress";
import { transact } from "../../src/platform/context.ts";
import { newId } from "../../src/platform/ids.ts";
import { appendActs } from "../../src/platform/log/append.ts";
import { inOneLanguage } from "../../src/platform/multilingual.ts";
import { tables } from "../../src/modules/congress/tables.ts";
import { randomFrom, randomText } from "./amendments.ts";
import { type Assembly, conveneAssembly, openText } from "./assembly.ts";
import type { TestNode } from "./node.ts";

export type LargeCongress = {
  readonly delegations: number;
  readonly paragraphs: number;
  readonly amendments: number;
  /** Roll calls of all delegations, on as many amendments. */
  readonly rollCalls: number;
};

export const largeEdition = "congress-2019";
const address = { edition: largeEdition, text: "declaration" };

/** Holds it: half of the votes adopt, what is adopted goes into the text, and the other amendments are carried over. */
export async function holdLargeCongress(node: TestNode, size: LargeCongress): Promise<void> {
  const assembly = await conveneAssembly(node, size.delegations, largeEdition);
  const random = randomFrom(2019);
  const words = randomText(random, size.paragraphs, 60).map(({ text }) => text);
  await openText(assembly.chair.ctx, largeEdition, "Declaration", words.join("\n\n"));
  const body = (await findTextView(node.shell.db, largeEdition, address.text))?.version.body ?? [];
  for (let number = 1; number <= size.amendments; number += 1) await propose(assembly, body, number);
  for (let number = 1; number <= size.rollCalls; number += 1) await vote(assembly, number);
  await incorporateAmendments(assembly.chair.ctx, { ...address, expectedVersion: 1 });
}

/** Each rewords another paragraph or adds one behind it, until every paragraph had one; then from the beginning. */
async function propose({ delegations }: Assembly, body: readonly Paragraph[], number: number): Promise<void> {
  const paragraph = body[number % body.length];
  const by = delegations[number % delegations.length];
  if (!paragraph || !by) throw new Error("there are paragraphs and delegations");
  const added = { kind: "paragraph" as const, level: 0, marker: null, text: `Added by number ${number}.` };
  const operations: OperationsInput =
    number % 5 === 0
      ? [{ op: "insertAfter", afterId: paragraph.id, paragraphs: [added] }]
      : [{ op: "replace", paragraphId: paragraph.id, text: reworded(paragraph.text, number) }];
  const title = inOneLanguage("en", `Amendment ${number}`);
  const reason = inOneLanguage("en", "It was discussed in every commune of the valley. ".repeat(8).trim());
  const form = { ...address, baseVersion: 1, title, reason, operations, requestKey: newId() };
  await proposeAmendment(by.ctx, { ...form, organizationId: by.organizationId });
}

/** Another word in another place, so that the amendments to one paragraph do not all exclude each other. */
function reworded(text: string, number: number): string {
  const words = text.split(" ");
  words[Math.floor(number / 2) % words.length] = `amended${number}`;
  return words.join(" ");
}

async function vote({ chair, delegations }: Assembly, number: number): Promise<void> {
  const rollCallId = await openVote(chair.ctx, { ...address, subject: { on: "amendment", number } });
  await castAll(delegations, rollCallId, number);
  await closeVote(chair.ctx, { rollCallId });
}

/** What `castVote` writes, for all at once: one by one it would take longer than what is measured. */
async function castAll(
  delegations: Assembly["delegations"],
  rollCallId: RollCallId,
  number: number,
): Promise<void> {
  const [first] = delegations;
  if (!first) throw new Error("there are delegations");
  await transact(first.ctx, async (tx) => {
    const votes = delegations.map(({ organizationId, mandateId }, at) => ({
      id: newId(),
      organizationId,
      mandateId,
      choice:
        at % 7 === 0
          ? ("abstain" as const)
          : at % 3 < 1 + (number % 2)
            ? ("for" as const)
            : ("against" as const),
    }));
    const acts = votes.map(({ id, organizationId, mandateId, choice }) => ({
      type: "congress.vote.cast",
      subject: `/congress/${address.edition}/texts/${address.text}`,
      mandateId,
      record: { vote: id, rollCall: rollCallId, organization: organizationId, choice },
    }));
    const actIds = await appendActs(tx, acts);
    await tables(tx.db)
      .insertInto("votes_cast")
      .values(
        votes.map(({ id, organizationId, mandateId, choice }, at) => ({
          id,
          roll_call_id: rollCallId,
          organization_id: organizationId,
          choice,
          mandate_id: mandateId,
          cast_at: tx.now,
          request_key: newId(),
          act_id: actIds[at] ?? "",
        })),
      )
      .execute();
  });
}
