// A congress of these days with seats and delegates, made through use-cases: for tests of the room.
import { decideOnDelegates, type DelegateId, nominate, setSeats } from "#assembly";
import { accreditDelegation, convene, type EditionId } from "#congress";
import type { Ctx } from "../../src/platform/context.ts";
import { newId } from "../../src/platform/ids.ts";
import { inOneLanguage } from "../../src/platform/multilingual.ts";
import { affiliatedDelegation, type Delegation } from "./assembly.ts";
import { personWithOffice, type TestNode, type TestPerson } from "./node.ts";

export type Congress = {
  readonly node: TestNode;
  readonly chair: TestPerson;
  /** Decides on credentials and keeps the door. */
  readonly credentials: TestPerson;
  readonly delegations: readonly Delegation[];
  readonly edition: string;
  readonly editionId: EditionId;
};

const day = (now: Date, days: number) =>
  new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);

/** An edition from yesterday to tomorrow that calls all affiliated organisations; its delegations are accredited. */
export async function conveneNow(node: TestNode, size: number, slug = "congress-now"): Promise<Congress> {
  const chair = await personWithOffice(node, node.organizationId, "chair");
  const editionId = await convene(chair.ctx, {
    slug,
    title: inOneLanguage("en", `Congress ${slug}`),
    hostCity: "Caracas",
    zone: "America/Caracas",
    country: "VE",
    startsOn: day(node.shell.now, -1),
    endsOn: day(node.shell.now, 1),
    conveningOrganizationId: node.organizationId,
    called: "all_affiliated",
    requestKey: newId(),
  });
  const delegations: Delegation[] = [];
  for (let index = 1; index <= size; index += 1) {
    const delegation = await affiliatedDelegation(node, `Delegation ${slug} ${index}`);
    await accreditDelegation(chair.ctx, { edition: slug, organizationId: delegation.organizationId });
    delegations.push(delegation);
  }
  const credentials = await personWithOffice(node, node.organizationId, "credentials");
  return { node, chair, credentials, delegations, edition: slug, editionId };
}

export async function giveSeats({ chair, edition }: Congress, seats: number, alternatesForSeat = 1) {
  await setSeats(chair.ctx, {
    edition,
    method: { kind: "each", seats },
    alternatesForSeat,
    nominationsUntil: null,
    decision: inOneLanguage("en", "Decided by the council"),
    requestKey: newId(),
  });
}

/** Named by the delegation and accepted by the commission. */
export async function accepted(
  congress: Congress,
  delegation: Delegation,
  seat: "delegate" | "alternate",
  names: readonly string[],
): Promise<DelegateId[]> {
  const ids = await nominate(delegation.ctx, {
    edition: congress.edition,
    organizationId: delegation.organizationId,
    seat,
    names: [...names],
    requestKey: newId(),
  });
  await decideOnDelegates(congress.credentials.ctx, {
    edition: congress.edition,
    delegateIds: ids,
    verdict: "accept",
  });
  return ids;
}

/** The same person a while later. */
export const later = (ctx: Ctx, milliseconds: number): Ctx => ({
  ...ctx,
  now: new Date(ctx.now.getTime() + milliseconds),
});
