// Whether enough of those who are accredited are in the room, by what the organ decided. Pure.
import { quorumAmong, type RoomQuorum } from "#algorithms/roll-calls";
import type { RoomNumbers } from "./sitting-model.ts";

/** The room against what the organ's rules ask of it. */
export type QuorumView = {
  readonly of: RoomQuorum["of"];
  readonly present: number;
  readonly all: number;
  readonly needed: number;
  readonly reached: boolean;
};

export function quorumOf(room: RoomNumbers, { of, share }: Pick<RoomQuorum, "of" | "share">): QuorumView {
  const [present, all] =
    of === "delegations"
      ? [room.delegations, room.accreditedDelegations]
      : [room.delegates, room.accreditedDelegates];
  return { of, present, all, ...quorumAmong(present, all, share) };
}
