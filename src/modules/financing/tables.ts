// The rows of this module's tables, as Kysely sees them.
import type { ColumnType, Generated } from "kysely";
import type { Db } from "#platform/database/database";
import type { Json } from "#platform/database/tables";
import type { Multilingual } from "#platform/multilingual";
import type { Cover, TurnRule } from "./circle-rounds.rules.ts";
import type { Rhythm } from "./days.rules.ts";
import type {
  AppealState,
  CircleState,
  ContributorState,
  GuaranteeState,
  LoanState,
  MemberState,
  PledgeState,
  PotState,
  RoundState,
  WithdrawalState,
} from "./machines.rules.ts";

type WithDefault<Type> = ColumnType<Type, Type | undefined, Type>;

type PotTables = {
  financing_steps: {
    id: string;
    machine: string;
    about: string;
    from_state: string | null;
    to_state: string;
    reason: string | null;
    mandate_id: string | null;
    person_id: string | null;
    made_at: Date;
  };
  pots: {
    id: string;
    request_key: string;
    currency_id: string;
    account_id: string;
    name: string;
    goal: bigint;
    locked_until: string;
    early: "never" | "notice" | "approvals";
    notice_days: number | null;
    state: PotState;
    opened_at: Date;
  };
  pot_contributors: {
    id: string;
    pot_id: string;
    account_id: string;
    founds: boolean;
    state: ContributorState;
    share: WithDefault<bigint>;
    invited_at: Date;
  };
  pot_withdrawals: {
    id: string;
    contributor_id: string;
    request_key: string;
    amount: bigint;
    state: WithdrawalState;
    payable_on: string;
    asked_by: string | null;
    asked_at: Date;
  };
  pot_approvals: {
    withdrawal_id: string;
    person_id: string;
    mandate_id: string | null;
    approved_at: Date;
  };
  pot_movements: {
    id: string;
    contributor_id: string;
    kind: "contribution" | "withdrawal";
    amount: bigint;
    entry_id: string;
    request_key: string;
    mandate_id: string | null;
    made_at: Date;
  };
};

type CircleTables = {
  circles: {
    id: string;
    request_key: string;
    currency_id: string;
    account_id: string;
    reserve_account_id: string;
    name: string;
    contribution: bigint;
    rhythm: Rhythm;
    starts_on: string;
    ordered_by: "agreement" | "need" | "lot";
    lot_source: string | null;
    lot_drawn: string | null;
    ahead_days: number;
    grace_days: number;
    cover: Cover;
    turn_rule: TurnRule;
    put_out_after: number | null;
    reserve: bigint;
    order_version: Generated<number>;
    state: CircleState;
    founded_at: Date;
  };
  circle_members: {
    id: string;
    circle_id: string;
    account_id: string;
    founds: boolean;
    state: MemberState;
    position: number;
    place: number | null;
    agreed_version: Generated<number>;
    need: string | null;
    guarantor_id: string | null;
    guarantor_agreed: Generated<boolean>;
    defaults: Generated<number>;
  };
  circle_rounds: {
    circle_id: string;
    number: number;
    due_on: string;
    member_id: string;
    state: RoundState;
    opened_on: string | null;
    paid_out_at: Date | null;
    waits_for: string | null;
  };
  circle_holds: { circle_id: string; number: number; member_id: string; hold_id: string };
  circle_debts: {
    circle_id: string;
    debtor_id: string;
    creditor_id: string | null;
    amount: bigint;
    since: Date;
  };
  circle_movements: {
    id: string;
    circle_id: string;
    round: number | null;
    why: "contribution" | "advance" | "repayment" | "payout" | "reserve";
    from_member: string | null;
    to_member: string | null;
    amount: bigint;
    entry_id: string;
    request_key: string | null;
    made_at: Date;
  };
};

type FundTables = {
  funds: {
    id: string;
    request_key: string;
    slug: string;
    organization_id: string;
    currency_id: string;
    name: Json<Multilingual>;
    purpose: Json<Multilingual>;
    rules: Json<Multilingual>;
    founded_at: Date;
  };
  appeals: {
    id: string;
    number: number;
    request_key: string;
    fund_id: string;
    account_id: string;
    title: Json<Multilingual>;
    body: Json<Multilingual>;
    goal: bigint;
    rule: "all_or_nothing" | "as_it_comes";
    closes_on: string;
    commitment_number: number | null;
    state: AppealState;
    opened_at: Date;
    closed_at: Date | null;
  };
  pledges: {
    id: string;
    appeal_id: string;
    request_key: string;
    account_id: string;
    amount: bigint;
    named: boolean;
    hold_id: string | null;
    entry_id: string | null;
    refund_entry_id: string | null;
    state: PledgeState;
    mandate_id: string | null;
    pledged_at: Date;
  };
  appeal_spendings: {
    id: string;
    appeal_id: string;
    request_key: string;
    account_id: string;
    amount: bigint;
    purpose: Json<Multilingual>;
    entry_id: string;
    mandate_id: string | null;
    spent_at: Date;
  };
  appeal_reports: {
    id: string;
    appeal_id: string;
    request_key: string;
    body: Json<Multilingual>;
    closes: boolean;
    mandate_id: string | null;
    reported_at: Date;
  };
};

type LoanTables = {
  loans: {
    id: string;
    request_key: string;
    currency_id: string;
    lender_account: string;
    borrower_account: string;
    purpose: string;
    principal: bigint;
    interest: bigint;
    interest_rule: string | null;
    schedule_version: Generated<number>;
    state: LoanState;
    proposed_at: Date;
    paid_over_at: Date | null;
  };
  loan_schedules: {
    loan_id: string;
    version: number;
    proposed_by: "lender" | "borrower";
    because: string | null;
    state: "proposed" | "in_force" | "replaced" | "declined";
    proposed_at: Date;
  };
  loan_instalments: {
    loan_id: string;
    version: number;
    number: number;
    due_on: string;
    amount: bigint;
    paid: WithDefault<bigint>;
  };
  loan_guarantors: {
    id: string;
    loan_id: string;
    account_id: string;
    amount: bigint;
    called: WithDefault<bigint>;
    paid: WithDefault<bigint>;
    state: GuaranteeState;
  };
  loan_payments: {
    id: string;
    loan_id: string;
    request_key: string;
    guarantor_id: string | null;
    amount: bigint;
    entry_id: string;
    mandate_id: string | null;
    paid_at: Date;
  };
  loan_reminders: { loan_id: string; version: number; number: number; kind: "due" | "late"; queued_at: Date };
};

export type FinancingTables = PotTables & CircleTables & FundTables & LoanTables;

/** The same database, with this module's tables known to the compiler. */
export function tables(db: Db) {
  return db.withTables<FinancingTables>();
}
