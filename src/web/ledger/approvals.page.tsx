// A payment that waits for a second person: what it is, who prepared it, and the decision.
import { accountPath, type ApprovalView, type Offered, type Party } from "#ledger";
import { type FormState, FormRefusal, Submit, TextField } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { Crumbs, Tag, type Tone, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { accountsTrail, accountTrail } from "./account.page.tsx";
import { accountWords, Amount, holderWords } from "./words.tsx";

type State = ApprovalView["state"] | "lapsed";

const toneOf: Readonly<Record<State, Tone>> = {
  waiting: "going",
  approved: "done",
  refused: "late",
  withdrawn: "quiet",
  lapsed: "quiet",
};

type ApprovalProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly approval: ApprovalView;
  readonly account: Party;
  readonly offered: Offered;
  readonly now: Date;
};

export function ApprovalPage({ page, form, approval, account, offered, now }: ApprovalProps) {
  const { t } = page;
  const { payee, amount, text, placedByName, placedAt, lapsesAt, reason, decidedByName, decidedAt } =
    approval;
  const state: State = approval.state === "waiting" && lapsesAt <= now ? "lapsed" : approval.state;
  const own = page.viewer !== undefined && approval.placedBy === page.viewer.personId;
  return (
    <Layout page={page} title={t("money.approval.title")} section="economy">
      <Crumbs
        page={page}
        trail={account.kind === "fund" ? accountsTrail(page) : accountTrail(page, account)}
      />
      <h1>{t("money.approval.title")}</h1>
      <p class="balance">
        <Amount page={page} amount={amount} unit={account.currency} />
      </p>
      <p>
        <Tag tone={toneOf[state]}>{t(`money.approval.state.${state}`)}</Tag>
      </p>
      <dl class="facts">
        <dt>{t("money.preview.from")}</dt>
        <dd>{accountWords(page, account)}</dd>
        <dt>{t("money.preview.to")}</dt>
        <dd>{accountWords(page, payee)}</dd>
        <dt>{t("money.pay.text")}</dt>
        <dd>{text}</dd>
        <dt>{t("money.approval.placedBy")}</dt>
        <dd>
          {placedByName && `${placedByName}, `}
          <When page={page} at={placedAt} style="instant" />
        </dd>
        {state === "waiting" && (
          <>
            <dt>{t("money.approval.until")}</dt>
            <dd>
              <When page={page} at={lapsesAt} style="instant" />
            </dd>
          </>
        )}
        {decidedAt && (
          <>
            <dt>{t("money.approval.decidedBy")}</dt>
            <dd>
              {decidedByName && `${decidedByName}, `}
              <When page={page} at={decidedAt} style="instant" />
            </dd>
          </>
        )}
        {reason && (
          <>
            <dt>{t("money.because")}</dt>
            <dd>{reason}</dd>
          </>
        )}
      </dl>
      {state === "waiting" && approval.act !== null && <p>{t("money.approval.withAct")}</p>}
      {state === "waiting" && (
        <Decision page={page} form={form} approvalId={approval.id} offered={offered} own={own} />
      )}
      {account.kind !== "fund" && (
        <p>
          <a href={accountPath(account.number)}>{t("money.backTo", { name: holderWords(page, account) })}</a>
        </p>
      )}
    </Layout>
  );
}

type DecisionProps = Pick<ApprovalProps, "page" | "form" | "offered"> & {
  readonly approvalId: string;
  readonly own: boolean;
};

function Decision({ page, form, approvalId, offered, own }: DecisionProps) {
  const { t } = page;
  const at = `/economy/approvals/${approvalId}`;
  return (
    <>
      <FormRefusal t={t} form={form} />
      {own && <p class="told">{t("money.approval.own")}</p>}
      {offered.approve && !own && (
        <form method="post" action={`${at}/approve`}>
          <p class="acts">
            <Submit label={t("money.approval.approve")} />
          </p>
        </form>
      )}
      {offered.approve && !own && (
        <form method="post" action={`${at}/refuse`}>
          <TextField
            t={t}
            form={form}
            name="reason"
            label={t("money.approval.reason")}
            required
            maxlength={500}
          />
          <p class="acts">
            <Submit label={t("money.approval.refuse")} second />
          </p>
        </form>
      )}
      {offered.pay && (
        <form method="post" action={`${at}/withdraw`}>
          <p class="acts">
            <Submit label={t("money.approval.withdraw")} second />
          </p>
        </form>
      )}
    </>
  );
}
