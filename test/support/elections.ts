// Elections for tests: called, with candidates, opened and voted on through use-cases.
import {
  addOption,
  callElection,
  type CallElectionInput,
  castBallot,
  type CastBallotInput,
  nominateCandidate,
  openElection,
  openNominations,
} from "#elections";
import { newId } from "../../src/platform/ids.ts";
import { inOneLanguage } from "../../src/platform/multilingual.ts";
import type { Assembly, Delegation } from "./assembly.ts";

export const words = (text: string) => inOneLanguage("en", text);

type Rules = CallElectionInput["rules"];

export const openRules: Rules = {
  method: "scottish-stv",
  seats: 2,
  ties: "lot",
  source: words("Six dice, thrown before the assembly"),
  budget: null,
  mostPoints: null,
  secret: false,
};

/** Calls an election of people, priorities or a budget; its number. */
export function testElection(
  { chair, edition }: Assembly,
  over: Partial<Omit<CallElectionInput, "rules">> & { readonly rules?: Partial<Rules> } = {},
): Promise<number> {
  const { rules, ...more } = over;
  return callElection(chair.ctx, {
    edition,
    kind: "people",
    title: words("The promoting commission"),
    about: null,
    gives: null,
    requestKey: newId(),
    ...more,
    rules: { ...openRules, ...rules },
  });
}

export const memberOf = (assembly: Assembly, at: number) => assembly.delegations[at] as Delegation;

/** Delegations put forward somebody each, whom they answer for, and the voting opens. */
export async function standingPeople(
  assembly: Assembly,
  election: number,
  names: readonly string[],
): Promise<void> {
  const { chair, edition } = assembly;
  await openNominations(chair.ctx, { edition, election });
  for (const [at, name] of names.entries()) {
    const { ctx, organizationId } = memberOf(assembly, at % assembly.delegations.length);
    await nominateCandidate(ctx, {
      edition,
      election,
      organizationId,
      person: null,
      name,
      hasAccepted: true,
      about: null,
      gender: null,
      region: null,
      requestKey: newId(),
    });
  }
  await openElection(chair.ctx, { edition, election });
}

/** Puts options, or projects with their costs, on the ballot. */
export async function withOptions(
  { chair, edition }: Assembly,
  election: number,
  options: readonly (string | readonly [name: string, cost: bigint])[],
): Promise<void> {
  for (const option of options) {
    const [name, cost] = typeof option === "string" ? [option, null] : option;
    await addOption(chair.ctx, {
      edition,
      election,
      name: words(name),
      about: null,
      organizationId: null,
      cost,
      gender: null,
      region: null,
      requestKey: newId(),
    });
  }
}

/** A ranking as marks: the first number has place 1. */
export const ranked = (...numbers: number[]): CastBallotInput["marks"] =>
  numbers.map((number, at) => [number, at + 1]);
export const approved = (...numbers: number[]): CastBallotInput["marks"] =>
  numbers.map((number) => [number, 1]);

/** The first delegations vote, each with its marks; null: it stays away. */
export async function voteIn(
  assembly: Assembly,
  election: number,
  votes: readonly (CastBallotInput["marks"] | null)[],
): Promise<void> {
  for (const [at, marks] of votes.entries()) {
    if (!marks) continue;
    const { ctx, organizationId } = memberOf(assembly, at);
    await castBallot(ctx, {
      edition: assembly.edition,
      election,
      organizationId,
      marks,
      requestKey: newId(),
    });
  }
}
