// An agenda's items: added, changed while they wait, put into order.
// Invariant: what was taken up stands as it was then; what waits changes only for whoever saw it as it is.
import { authorise } from "#confederation";
import { findAmendment, findText } from "#congress";
import type { Ctx } from "#platform/context";
import { brokenConstraint } from "#platform/database/database";
import { Refusal } from "#platform/errors";
import { takeIn } from "#platform/files/intake";
import { appendAct } from "#platform/log/append";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import { formsGoToOnePlace } from "./request-keys.rules.ts";
import { type AgendaItemId, documentKey, type ItemDocument, sittingPath } from "./sitting-model.ts";
import {
  type AddItemInput,
  addItemInput,
  type ChangeItemInput,
  changeItemInput,
  MOST_DOCUMENTS,
  type OrderItemsInput,
  orderItemsInput,
} from "./sittings.schema.ts";
import { inSitting, inTurnOf, knownItem, knownSitting } from "./sittings.service.ts";
import {
  announce,
  insertItem,
  type NewItem,
  raiseVersion,
  readItems,
  sittingOfItem,
  writeItem,
  writePositions,
} from "./sittings.store.ts";
import {
  agendasHaveAnEnd,
  itemsCarryWhatCanBeRead,
  onlyWaitingItemsChange,
  ordersNameEachOnce,
  theChairSawThis,
  theSittingIsNotOver,
} from "./standing.rules.ts";

type Wanted = z.output<typeof addItemInput>["documents"];

/** Files are kept before the transaction, by their content: keeping one for nothing harms nobody. */
async function keepDocuments(ctx: Ctx, edition: string, documents: Wanted): Promise<ItemDocument[]> {
  const kept: ItemDocument[] = [];
  for (const [index, one] of documents.entries()) {
    if ("bytes" in one) {
      const taken = await takeIn(one.bytes, one.name);
      const file = await ctx.node.files.put(taken.bytes);
      kept.push({ file, name: taken.name, mediaType: taken.mediaType, sizeBytes: taken.bytes.byteLength });
      continue;
    }
    const there = one.amendment
      ? await findAmendment(ctx.db, edition, one.text, one.amendment)
      : await findText(ctx.db, edition, one.text);
    if (!there)
      throw new Refusal("invalid", "inputInvalid", {}, [
        { field: `documents.${index}`, reason: "documentUnknown", facts: { text: one.text } },
      ]);
    kept.push(one);
  }
  return kept;
}

/**
 * Adds an item at the end of the agenda; needs `congress.preside`. Refuses with `sittingIsClosed`, `agendaIsFull` {most},
 * and `documentUnknown` beside a document. The same request key adds one item, and is refused in another sitting
 * (`requestKeyTaken`).
 */
export async function addItem(ctx: Ctx, input: AddItemInput): Promise<AgendaItemId> {
  const wanted = parse(addItemInput, input);
  // Asked before files are read, and again where it counts.
  await authorise(ctx, "congress.preside", (await knownSitting(ctx, wanted, "read")).organizationId);
  const documents = await keepDocuments(ctx, wanted.edition, wanted.documents);
  const adding = () => inTurnOf(ctx, wanted, (tx) => keepItem(tx, wanted, documents));
  try {
    return await adding();
  } catch (error) {
    // The same form came through another process, or to another sitting, at this very moment: now it can be seen.
    if (brokenConstraint(error) !== "agenda_items_pkey" || ctx.db.isTransaction) throw error;
    return adding();
  }
}

async function keepItem(
  tx: Ctx,
  wanted: z.output<typeof addItemInput>,
  documents: ItemDocument[],
): Promise<AgendaItemId> {
  const { sitting, authority } = await inSitting(tx, wanted);
  const id = wanted.requestKey as AgendaItemId;
  const there = await sittingOfItem(tx, id);
  hold(formsGoToOnePlace(there, sitting.id));
  if (there) return id;
  const items = await readItems(tx, sitting.id);
  hold([theSittingIsNotOver(sitting.state), agendasHaveAnEnd(items.length)]);
  const position = (items.at(-1)?.position ?? 0) + 1;
  const { title, kind, plannedMinutes } = wanted;
  await insertItem(tx, sitting.id, id, position, { title, kind, plannedMinutes, documents });
  await raiseVersion(tx, sitting);
  await appendAct(tx, {
    type: "assembly.sitting.item_added",
    subject: sittingPath(sitting.editionSlug, sitting.number),
    mandateId: authority.mandateId,
    record: { item: id, position, title, kind, plannedMinutes, documents },
  });
  await announce(tx, sitting.id);
  return id;
}

/** Puts the items that wait into another order; needs `congress.preside`. Refuses with `agendaChangedMeanwhile`. */
export async function orderItems(ctx: Ctx, input: OrderItemsInput): Promise<void> {
  const wanted = parse(orderItemsInput, input);
  await inTurnOf(ctx, wanted, async (tx) => {
    const { sitting, authority } = await inSitting(tx, wanted);
    hold(theSittingIsNotOver(sitting.state));
    const waiting = (await readItems(tx, sitting.id)).filter(({ state }) => state === "waiting");
    hold(
      ordersNameEachOnce(
        wanted.itemIds,
        waiting.map(({ id }) => id),
      ),
    );
    const positions = wanted.itemIds.map((id, index) => {
      const place = waiting[index]?.position;
      if (place === undefined) throw new Error("as many places as items");
      return { id, position: place };
    });
    await writePositions(tx, sitting.id, positions);
    await raiseVersion(tx, sitting);
    await appendAct(tx, {
      type: "assembly.sitting.items_ordered",
      subject: sittingPath(sitting.editionSlug, sitting.number),
      mandateId: authority.mandateId,
      record: { order: wanted.itemIds },
    });
    await announce(tx, sitting.id);
  });
}

/** What lies on the table after some were taken away and others laid there; nothing lies there twice. */
function documentsAfter(
  before: readonly ItemDocument[],
  takenAway: readonly string[],
  added: readonly ItemDocument[],
): ItemDocument[] {
  const staying = before.filter((one) => !takenAway.includes(documentKey(one)));
  const there = new Set(staying.map(documentKey));
  return [...staying, ...added.filter((one) => !there.has(documentKey(one)))];
}

/** What the database holds of it, in one shape: without what is undefined. */
const asKept = ({ title, kind, plannedMinutes, documents }: NewItem): unknown =>
  JSON.parse(JSON.stringify({ title, kind, plannedMinutes, documents }));

/**
 * Changes an item that waits, or was postponed: its title, kind, minutes, and what lies on the table; needs
 * `congress.preside`. Refuses with `sittingIsClosed`, `itemUnknown`, `itemStandsAsItWas` {state},
 * `sittingChangedMeanwhile`, `itemHasManyDocuments`, and `documentUnknown` beside a document. Where the item is
 * already what is wanted, nothing is done: a form that was sent twice counts once.
 */
export async function changeItem(ctx: Ctx, input: ChangeItemInput): Promise<void> {
  const wanted = parse(changeItemInput, input);
  // Asked before files are read, and again where it counts.
  await authorise(ctx, "congress.preside", (await knownSitting(ctx, wanted, "read")).organizationId);
  const added = await keepDocuments(ctx, wanted.edition, wanted.documents);
  await inTurnOf(ctx, wanted, async (tx) => {
    const { sitting, authority } = await inSitting(tx, wanted);
    const before = await knownItem(tx, sitting, wanted.itemId);
    const documents = documentsAfter(before.documents, wanted.takenAway, added);
    const { title, kind, plannedMinutes } = wanted;
    const after = { title, kind, plannedMinutes, documents };
    hold([theSittingIsNotOver(sitting.state), onlyWaitingItemsChange(before.state)]);
    if (isDeepStrictEqual(asKept(after), asKept(before))) return;
    hold([
      theChairSawThis(wanted.expectedVersion, sitting.version),
      itemsCarryWhatCanBeRead(documents.length, MOST_DOCUMENTS),
    ]);
    await writeItem(tx, before.id, after);
    await raiseVersion(tx, sitting);
    await appendAct(tx, {
      type: "assembly.sitting.item_changed",
      subject: sittingPath(sitting.editionSlug, sitting.number),
      mandateId: authority.mandateId,
      record: { item: before.id, position: before.position, ...after },
    });
    await announce(tx, sitting.id);
  });
}
