// What a meeting asks becomes an item of a sitting of the congress.
// Invariant: a request is taken up and on an agenda in one act, or neither; the item has the request's id, so that it comes on
// an agenda once.
import { type Ctx, transact } from "#platform/context";
import { Refusal } from "#platform/errors";
import type { Multilingual } from "#platform/multilingual";
import { takeUpRequest } from "./organs.service.ts";
import { listCongressRequests } from "./organs.views.ts";
import { addItem } from "./agenda-items.service.ts";

const LONGEST_TITLE = 300;

/** An agenda says in a line what the request says in a paragraph. */
function titleOf({ source, texts }: Multilingual): Multilingual {
  const cut = (text: string) =>
    text.length <= LONGEST_TITLE ? text : `${text.slice(0, LONGEST_TITLE - 1).trimEnd()}…`;
  return {
    source,
    texts: Object.fromEntries(Object.entries(texts).map(([tag, text]) => [tag, cut(text)])),
  };
}

/**
 * Takes a request up in a sitting of the congress, as a decision to be made; needs `congress.preside`. Refuses as
 * `takeUpRequest` and `addItem` do.
 */
export async function takeUpInSitting(
  ctx: Ctx,
  wanted: { readonly requestId: string; readonly edition: string; readonly number: number },
): Promise<void> {
  await transact(ctx, async (tx) => {
    const { requestId, edition, number } = wanted;
    await takeUpRequest(tx, { requestId, edition });
    const request = (await listCongressRequests(tx.db, {})).find(({ id }) => id === requestId);
    if (!request) throw new Refusal("missing", "requestUnknown");
    await addItem(tx, {
      edition,
      number,
      title: titleOf(request.wish),
      kind: "decision",
      plannedMinutes: null,
      requestKey: requestId,
    });
  });
}
