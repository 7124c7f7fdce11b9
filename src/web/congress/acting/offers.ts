// What a reader may do at a text or at an amendment, as pages offer it.
// Invariant: an offer is a hint from the reader's mandates and the state as read; the act itself asks again.
import {
  type AmendmentEntry,
  type AmendmentState,
  listReadings,
  listRollCalls,
  listSignatures,
  type ReadingRule,
  type RollCallView,
} from "#congress";
import type { Ctx } from "#platform/context";
import { textIn } from "#platform/multilingual";
import type { Choice } from "../../layout/forms.tsx";
import type { Page } from "../../request.ts";
import { delegationsOf, type TextAtHand } from "./text-at-hand.ts";

type Reader = { readonly ctx: Ctx; readonly page: Page };

/** An open vote in which the reader speaks for these delegations. */
export type VoteOffer = {
  readonly rollCallId: string;
  readonly delegations: readonly (Choice & { readonly cast: string | null })[];
};

/** A vote that the reader may close; as it stands, they may have to break a tie. */
export type CloseOffer = { readonly rollCallId: string; readonly tied: boolean };

export type TextOffers = {
  readonly path: string;
  readonly version: number;
  readonly open: boolean;
  readonly propose: boolean;
  readonly revise: boolean;
  /** How many adopted amendments wait to be put into the text; 0 where that is not offered. */
  readonly incorporate: number;
  readonly openVote: boolean;
  /** The chair's table of the sitting that is open, where the reader would open a vote. */
  readonly table: string | null;
  readonly closeVote: CloseOffer | null;
  readonly cast: VoteOffer | null;
  readonly sign: readonly Choice[];
  readonly publish: boolean;
  readonly markPoints: boolean;
  /** Languages in which the text is declared authentic so far; null where that cannot be said any more. */
  readonly authentic: readonly string[] | null;
  /** How often the text is read; null where that cannot be set any more. */
  readonly reading: ReadingRule | null;
};

export type AmendmentOffers = {
  readonly path: string;
  readonly number: number;
  readonly title: string;
  readonly withdraw: boolean;
  readonly openVote: boolean;
  /** The chair's table of the sitting that is open, where the reader would open a vote. */
  readonly table: string | null;
  /** Amendments to it that are put to the vote before it, where the reader would open one. */
  readonly decideFirst: readonly { readonly number: number; readonly title: string; readonly href: string }[];
  readonly closeVote: CloseOffer | null;
  readonly cast: VoteOffer | null;
};

export function offersNothing(offers: TextOffers | AmendmentOffers): boolean {
  return Object.entries(offers).every(
    ([name, offer]) =>
      ["path", "version", "number", "title"].includes(name) ||
      !offer ||
      (Array.isArray(offer) && offer.length === 0),
  );
}

/** From 0: a vote that is open, one that could be opened, and what may be done at any time. */
export function urgencyOf({ cast, closeVote, openVote, table, decideFirst }: AmendmentOffers): number {
  if (cast !== null || closeVote !== null) return 0;
  return openVote || table !== null || decideFirst.length > 0 ? 1 : 2;
}

/** Whether all that is to be done at an amendment is done at the table of the sitting that is open. */
export function isForTheTable({ table, withdraw, cast, closeVote }: AmendmentOffers): boolean {
  return table !== null && !withdraw && cast === null && closeVote === null;
}

/** An open vote, with the delegations on its roll for which the reader may vote. */
function votingIn(rollCalls: readonly RollCallView[], at: Pick<TextAtHand, "standing">, language: string) {
  const open = rollCalls.find(({ closedAt }) => closedAt === null);
  if (!open) return { cast: null, closeVote: null };
  const own = new Set(at.standing.delegations.filter((one) => one.mayVote).map((one) => one.organization.id));
  const delegations = open.votes
    .filter(({ organization }) => own.has(organization.id))
    .map(({ organization, choice }) => ({
      value: organization.id,
      label: textIn(organization.name, language).text,
      cast: choice,
    }));
  return {
    cast: delegations.length > 0 ? { rollCallId: open.id, delegations } : null,
    closeVote: at.standing.presides
      ? { rollCallId: open.id, tied: open.evaluation.verdict === "tied" }
      : null,
  };
}

const WAITING: readonly AmendmentState[] = ["proposed", "quorum_not_reached"];
const UNSETTLED: readonly AmendmentState[] = ["proposed", "voting", "adopted"];

/** What the reader may do at the text itself. `amendments` are all of it. */
export async function offersAtText(
  { ctx, page }: Reader,
  at: TextAtHand,
  amendments: readonly AmendmentEntry[],
): Promise<TextOffers> {
  const { standing, state } = at;
  const { presides } = standing;
  const adopted = state === "adopted" || state === "published";
  const rollCalls = state === "adopting" ? await listRollCalls(ctx.db, at.id, null) : [];
  const signed = adopted ? (await listSignatures(ctx.db, at.id)).map((one) => one.organization.id) : [];
  const waiting = amendments.filter((one) => one.state === "adopted").length;
  const mayOpen = presides && state === "open" && !amendments.some((one) => UNSETTLED.includes(one.state));
  return {
    path: at.path,
    version: at.lastVersion,
    open: presides && state === "draft",
    revise: standing.imports && state === "draft",
    propose: state === "open" && standing.delegations.some((one) => one.mayPropose),
    incorporate: presides && state === "open" ? waiting : 0,
    openVote: mayOpen && at.table === null,
    table: mayOpen ? at.table : null,
    ...votingIn(rollCalls, at, page.language),
    sign: adopted
      ? delegationsOf(at, page.language, "maySign").filter(({ value }) => !signed.some((id) => id === value))
      : [],
    publish: presides && state === "adopted",
    markPoints: presides && adopted,
    authentic: presides && (state === "draft" || state === "open") ? at.authentic : null,
    reading:
      presides && (state === "draft" || state === "open") && (await listReadings(ctx.db, at.id)).length === 0
        ? at.reading
        : null,
  };
}

/**
 * What the reader may do at one of the text's amendments; `secondary` amend it. What cannot wait comes first in a list of
 * them by `urgencyOf`.
 */
export async function offersAtAmendment(
  { ctx, page }: Reader,
  at: Pick<TextAtHand, "id" | "standing" | "state" | "table">,
  amendment: Pick<AmendmentEntry, "id" | "href" | "number" | "title" | "state" | "organizationId">,
  secondary: readonly Pick<AmendmentEntry, "number" | "title" | "state" | "href">[],
): Promise<AmendmentOffers> {
  const { standing } = at;
  const { state } = amendment;
  const rollCalls = state === "voting" ? await listRollCalls(ctx.db, at.id, amendment.id) : [];
  const own = standing.delegations.some(
    (one) => one.mayPropose && one.organization.id === amendment.organizationId,
  );
  const mayOpen = standing.presides && at.state === "open" && WAITING.includes(state);
  const decideFirst = secondary.filter((one) => WAITING.includes(one.state) || one.state === "voting");
  return {
    path: amendment.href,
    number: amendment.number,
    title: textIn(amendment.title, page.language).text,
    withdraw: own && state === "proposed",
    openVote: mayOpen && decideFirst.length === 0 && at.table === null,
    table: mayOpen && decideFirst.length === 0 ? at.table : null,
    decideFirst: mayOpen
      ? decideFirst.map(({ number, title, href }) => ({
          number,
          href,
          title: textIn(title, page.language).text,
        }))
      : [],
    ...votingIn(rollCalls, at, page.language),
  };
}
