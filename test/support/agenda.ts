// An agenda for tests: who calls, who announces, and what they announce, made through use-cases.
import {
  acceptOrganizer,
  type AnnounceActionInput,
  callCampaign,
  type CallCampaignInput,
  joinAction,
} from "#agenda";
import { newId } from "../../src/platform/ids.ts";
import { inOneLanguage } from "../../src/platform/multilingual.ts";
import { affiliatedDelegation, type Delegation } from "./assembly.ts";
import { personWithOffice, type TestNode, type TestPerson } from "./node.ts";

export type Agenda = {
  readonly node: TestNode;
  /** Calls campaigns for the node's own organisation. */
  readonly caller: TestPerson;
  /** Announces for an organisation of Venezuela. */
  readonly announcer: Delegation;
  /** Announces for one of Spain. */
  readonly other: Delegation;
};

export async function openAgenda(node: TestNode): Promise<Agenda> {
  return {
    node,
    caller: await personWithOffice(node, node.organizationId, "chair"),
    announcer: await affiliatedDelegation(node, "Neighbourhood network"),
    other: await affiliatedDelegation(node, "Market gardens", "ES"),
  };
}

export const said = (text: string) => inOneLanguage("en", text);

/** A civil day that is so many days from now. */
export function dayFrom(now: Date, days: number): string {
  return new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
}

export function campaignInput({ node }: Agenda, over: Partial<CallCampaignInput> = {}): CallCampaignInput {
  const day = dayFrom(node.shell.now, 30);
  return {
    requestKey: newId(),
    organizationId: node.organizationId,
    title: said("Day of water"),
    purpose: said("Water belongs to whoever drinks it."),
    precision: "day",
    startsOn: day,
    endsOn: day,
    decision: said("Resolved by the assembly of 3 May"),
    ...over,
  };
}

export function calledCampaign(agenda: Agenda, over: Partial<CallCampaignInput> = {}): Promise<string> {
  return callCampaign(agenda.caller.ctx, campaignInput(agenda, over));
}

export function actionInput(
  { node, announcer }: Agenda,
  over: Partial<AnnounceActionInput> = {},
): AnnounceActionInput {
  const day = dayFrom(node.shell.now, 30);
  return {
    requestKey: newId(),
    organizationId: announcer.organizationId,
    title: said("Walk along the river"),
    kind: "march",
    city: "Caracas",
    country: "VE",
    zone: "America/Caracas",
    startsLocal: `${day}T10:00`,
    endsLocal: `${day}T12:00`,
    languages: ["es"],
    ...over,
  };
}

/** The other organisation asks to hold an action of the announcer's, and they say yes. */
export async function heldTogether({ announcer, other }: Agenda, number: number): Promise<void> {
  const both = { number, organizationId: other.organizationId };
  await joinAction(other.ctx, both);
  await acceptOrganizer(announcer.ctx, both);
}
