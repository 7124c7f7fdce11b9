// Every state that a pot, a circle, an appeal or a loan can be in, and every way from one to another, as data. Pure.
// Invariant: a change of state that is not in these tables does not happen; README.md shows them as they are here (a test
// compares the two).
import { broken, ok, type Verdict } from "#platform/rules";

/** Who makes a step. `calendar` is the daily job: nobody decides it, a day does. */
export type Side =
  | "founder"
  | "member"
  | "owner"
  | "others"
  | "manager"
  | "pledger"
  | "lender"
  | "borrower"
  | "guarantor"
  | "calendar";

export type Transition<State extends string> = {
  readonly from: State;
  readonly to: State;
  readonly by: Side;
  /** What has to be so, in words for whoever reads the table. */
  readonly when: string;
};

export type Machine<State extends string> = {
  readonly name: string;
  readonly begins: readonly State[];
  readonly transitions: readonly Transition<State>[];
};

export type PotState = "open" | "closed";
export const pot: Machine<PotState> = {
  name: "saving pot",
  begins: ["open"],
  transitions: [{ from: "open", to: "closed", by: "founder", when: "nothing is in it" }],
};

export type ContributorState = "invited" | "joined" | "declined" | "left";
export const contributor: Machine<ContributorState> = {
  name: "contributor to a pot",
  begins: ["invited", "joined"],
  transitions: [
    { from: "invited", to: "joined", by: "member", when: "the pot is open" },
    { from: "invited", to: "declined", by: "member", when: "" },
    { from: "joined", to: "left", by: "member", when: "nothing of theirs is in it" },
  ],
};

export type WithdrawalState = "asked" | "approved" | "paid" | "cancelled" | "refused";
export const withdrawal: Machine<WithdrawalState> = {
  name: "withdrawal before the lock date",
  begins: ["asked"],
  transitions: [
    {
      from: "asked",
      to: "approved",
      by: "others",
      when: "the rule asks for two approvals, and this is the second",
    },
    { from: "asked", to: "refused", by: "others", when: "the rule asks for two approvals" },
    { from: "asked", to: "paid", by: "owner", when: "the days of notice, or the lock date, are over" },
    { from: "approved", to: "paid", by: "owner", when: "" },
    { from: "asked", to: "cancelled", by: "owner", when: "" },
    { from: "approved", to: "cancelled", by: "owner", when: "" },
  ],
};

export type CircleState = "forming" | "running" | "completed" | "dissolved";
export const circle: Machine<CircleState> = {
  name: "rotating savings circle",
  begins: ["forming"],
  transitions: [
    {
      from: "forming",
      to: "running",
      by: "founder",
      when: "all who were invited answered, and the order stands",
    },
    { from: "forming", to: "dissolved", by: "founder", when: "" },
    { from: "running", to: "completed", by: "calendar", when: "everybody had their turn" },
  ],
};

export type MemberState = "invited" | "joined" | "declined" | "put_out" | "left";
export const member: Machine<MemberState> = {
  name: "member of a circle",
  begins: ["invited", "joined"],
  transitions: [
    { from: "invited", to: "joined", by: "member", when: "the circle is forming; they agree to its rules" },
    { from: "invited", to: "declined", by: "member", when: "the circle is forming" },
    {
      from: "joined",
      to: "left",
      by: "member",
      when: "the circle is forming, or completed and they owe nothing",
    },
    { from: "joined", to: "put_out", by: "calendar", when: "as many defaults as the circle's rules bear" },
    { from: "put_out", to: "left", by: "member", when: "the circle is completed and they owe nothing" },
  ],
};

export type RoundState = "planned" | "open" | "paid_out";
export const round: Machine<RoundState> = {
  name: "round of a circle",
  begins: ["planned"],
  transitions: [
    { from: "planned", to: "open", by: "calendar", when: "the round before is paid out (or there is none)" },
    {
      from: "open",
      to: "paid_out",
      by: "calendar",
      when: "its day has come, and all contributions are held or the days of grace are over",
    },
  ],
};

export type AppealState = "open" | "succeeded" | "failed" | "called_off" | "accounted";
export const appeal: Machine<AppealState> = {
  name: "appeal",
  begins: ["open"],
  transitions: [
    { from: "open", to: "succeeded", by: "calendar", when: "the deadline is over, and its rule is met" },
    { from: "open", to: "failed", by: "calendar", when: "the deadline is over, and its rule is not met" },
    { from: "open", to: "called_off", by: "manager", when: "a reason is given; what was given goes back" },
    {
      from: "succeeded",
      to: "accounted",
      by: "manager",
      when: "a closing report is made, and nothing is left",
    },
  ],
};

export type PledgeState = "held" | "given" | "withdrawn" | "released" | "refunded";
export const pledge: Machine<PledgeState> = {
  name: "pledge",
  begins: ["held", "given"],
  transitions: [
    { from: "held", to: "given", by: "calendar", when: "the appeal succeeded" },
    { from: "held", to: "released", by: "calendar", when: "the appeal failed or was called off" },
    { from: "held", to: "withdrawn", by: "pledger", when: "before the deadline" },
    { from: "given", to: "refunded", by: "manager", when: "as much is left in the appeal's account" },
  ],
};

export type LoanState =
  | "asked"
  | "offered"
  | "declined"
  | "withdrawn"
  | "agreed"
  | "running"
  | "called"
  | "repaid"
  | "written_off";
export const loan: Machine<LoanState> = {
  name: "loan",
  begins: ["asked", "offered"],
  transitions: [
    { from: "asked", to: "agreed", by: "lender", when: "" },
    { from: "asked", to: "declined", by: "lender", when: "" },
    { from: "asked", to: "withdrawn", by: "borrower", when: "" },
    { from: "offered", to: "agreed", by: "borrower", when: "" },
    { from: "offered", to: "declined", by: "borrower", when: "" },
    { from: "offered", to: "withdrawn", by: "lender", when: "" },
    {
      from: "agreed",
      to: "running",
      by: "lender",
      when: "every guarantor has answered; the money goes over",
    },
    { from: "agreed", to: "withdrawn", by: "lender", when: "" },
    { from: "agreed", to: "withdrawn", by: "borrower", when: "" },
    { from: "running", to: "repaid", by: "borrower", when: "the last of it is paid" },
    { from: "running", to: "called", by: "lender", when: "an instalment is late, and there are guarantors" },
    { from: "running", to: "written_off", by: "lender", when: "a reason is given" },
    { from: "called", to: "repaid", by: "borrower", when: "the last of it is paid" },
    { from: "called", to: "repaid", by: "guarantor", when: "the last of it is paid" },
    { from: "called", to: "written_off", by: "lender", when: "a reason is given" },
  ],
};

export type GuaranteeState = "asked" | "accepted" | "declined" | "called" | "fulfilled" | "ended";
export const guarantee: Machine<GuaranteeState> = {
  name: "guarantee of a loan",
  begins: ["asked"],
  transitions: [
    { from: "asked", to: "accepted", by: "guarantor", when: "the loan is not paid over yet" },
    { from: "asked", to: "declined", by: "guarantor", when: "the loan is not paid over yet" },
    { from: "accepted", to: "called", by: "lender", when: "the loan is called" },
    { from: "called", to: "fulfilled", by: "guarantor", when: "what was called is paid" },
    { from: "accepted", to: "ended", by: "lender", when: "the loan is written off, declined or withdrawn" },
    { from: "accepted", to: "ended", by: "borrower", when: "the loan is repaid, declined or withdrawn" },
    { from: "called", to: "ended", by: "borrower", when: "the loan is repaid" },
    { from: "called", to: "ended", by: "lender", when: "the loan is written off" },
  ],
};

export const machines = [
  pot,
  contributor,
  withdrawal,
  circle,
  member,
  round,
  appeal,
  pledge,
  loan,
  guarantee,
] as const;

/** Two sides may lead to one state: only the one whose step it is takes it. */
export function theStepExists<State extends string>(
  machine: Machine<State>,
  from: State,
  to: State,
  by: Side,
): Verdict {
  return machine.transitions.some((step) => step.from === from && step.to === to && step.by === by)
    ? ok
    : broken("financingStepUnknown", { from, to });
}

export function statesOf<State extends string>(machine: Machine<State>): State[] {
  return [...new Set([...machine.begins, ...machine.transitions.flatMap(({ from, to }) => [from, to])])];
}

/** A machine as the table of README.md (Markdown). */
export function asTable<State extends string>({ name, begins, transitions }: Machine<State>): string {
  const rows = [
    ...begins.map((state) => ["(begins)", state, "", ""]),
    ...transitions.map(({ from, to, by, when }) => [from, to, by, when]),
  ];
  const lines = rows.map((cells) => `| ${cells.join(" | ")} |`.replaceAll(/ {2,}\|/g, " |"));
  return [`### ${name}`, "", "| from | to | by | when |", "| --- | --- | --- | --- |", ...lines].join("\n");
}
