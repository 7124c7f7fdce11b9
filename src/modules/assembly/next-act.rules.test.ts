import { expect, it } from "vitest";
import { nextAct, type Scene } from "./next-act.rules.ts";
import type { AgendaItemId, SpeakingRequestId } from "./sitting-model.ts";

const [first, second] = ["i1", "i2"] as AgendaItemId[] as [AgendaItemId, AgendaItemId];
const [ana, beto] = ["r1", "r2"] as SpeakingRequestId[] as [SpeakingRequestId, SpeakingRequestId];
const open: Scene = {
  state: "open",
  openItemId: null,
  speaking: null,
  voting: false,
  next: null,
  items: [
    { id: first, state: "done" },
    { id: second, state: "waiting" },
  ],
};

it.each([
  ["opens what is planned", { state: "planned" }, { what: "opened" }],
  ["goes on with what is adjourned", { state: "adjourned", openItemId: second }, { what: "resumed" }],
  ["takes up the first item that waits", {}, { what: "item_opened", itemId: second }],
  [
    "gives the floor to the next",
    { openItemId: second, next: beto },
    { what: "floor_given", requestId: beto },
  ],
  [
    "ends a speech before it gives the floor",
    { openItemId: second, speaking: ana, next: beto },
    { what: "floor_ended", requestId: ana },
  ],
  [
    "closes a vote before anything else",
    { openItemId: second, voting: true, next: beto },
    { what: "vote_closed" },
  ],
  ["concludes an item when nobody waits", { openItemId: second }, { what: "item_closed", itemId: second }],
  [
    "closes when all is done",
    {
      items: [
        { id: first, state: "done" },
        { id: second, state: "postponed" },
      ],
    },
    { what: "closed" },
  ],
  ["and then nothing", { state: "closed" }, undefined],
] as const)("%s", (_name, more, act) => {
  expect(nextAct({ ...open, ...more })).toEqual(act);
});
