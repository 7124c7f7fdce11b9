// What whoever presides does next, if nothing unusual happens: the one button that fits. Pure.
import type { AgendaItemId, ItemState, SittingState, SpeakingRequestId } from "./sitting-model.ts";

export type NextAct =
  | { readonly what: "opened" | "resumed" | "closed" | "vote_closed" }
  | { readonly what: "item_opened" | "item_closed"; readonly itemId: AgendaItemId }
  | { readonly what: "floor_given" | "floor_ended"; readonly requestId: SpeakingRequestId };

/** How the sitting stands, as far as the next act depends on it. */
export type Scene = {
  readonly state: SittingState;
  readonly openItemId: AgendaItemId | null;
  readonly speaking: SpeakingRequestId | null;
  readonly voting: boolean;
  /** Who comes next on the open item. */
  readonly next: SpeakingRequestId | null;
  /** In the order of the agenda. */
  readonly items: readonly { readonly id: AgendaItemId; readonly state: ItemState }[];
};

/** Undefined once the sitting is closed. */
export function nextAct(scene: Scene): NextAct | undefined {
  const { state, openItemId, speaking, voting, next, items } = scene;
  if (state === "planned") return { what: "opened" };
  if (state === "adjourned") return { what: "resumed" };
  if (state === "closed") return undefined;
  if (voting) return { what: "vote_closed" };
  if (speaking) return { what: "floor_ended", requestId: speaking };
  if (openItemId && next) return { what: "floor_given", requestId: next };
  if (openItemId) return { what: "item_closed", itemId: openItemId };
  const waiting = items.find((item) => item.state === "waiting");
  return waiting ? { what: "item_opened", itemId: waiting.id } : { what: "closed" };
}
