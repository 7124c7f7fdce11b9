// A pot as one of its contributors sees it.
import { APPROVALS, potPath, type PotView, type WithdrawalView } from "#financing";
import type { Currency } from "#ledger";
import { type FormState, TextField } from "../layout/forms.tsx";
import { Nothing, Tag, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import {
  Act,
  AmountAct,
  type Amounts,
  amountsIn,
  Frame,
  Party,
  Progress,
  Refused,
  savingsPath,
} from "./frame.tsx";

export type PotProps = {
  readonly page: Page;
  readonly pot: PotView;
  readonly currency: Currency;
  readonly form: FormState;
  readonly freshKey: string;
};

export function PotPage(props: PotProps) {
  const { page, pot, form } = props;
  const { t } = page;
  const amounts = amountsIn(page, props.currency);
  return (
    <Frame page={page} title={pot.name} trail={[{ href: savingsPath, label: t("financing.savings") }]}>
      <Refused page={page} form={form} />
      <Invitations {...props} />
      <div class="row two">
        <section>
          <Progress page={page} held={pot.held} goal={pot.goal} amounts={amounts} />
          <p>
            {pot.isFree ? t("financing.pot.isFree") : t("financing.pot.keepsUntil")}{" "}
            <When page={page} at={pot.lockedUntil} />.{" "}
            {!pot.isFree && t(`financing.pot.earlySays.${pot.early}`, { days: pot.noticeDays ?? 0 })}
          </p>
          <Withdrawals {...props} amounts={amounts} />
          <h2>{t("financing.pot.movements")}</h2>
          {pot.movements.length === 0 && <Nothing>{t("financing.pot.noMovements")}</Nothing>}
          <table>
            <tbody>
              {pot.movements.map(({ kind, amount, madeAt }) => (
                <tr>
                  <td>
                    <When page={page} at={madeAt} style="medium" />
                  </td>
                  <td>{t(`financing.pot.kind.${kind}`)}</td>
                  <td class="num">{amounts(amount)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        <section>
          <Parts {...props} amounts={amounts} />
          {pot.founds && <Keeping {...props} />}
        </section>
      </div>
    </Frame>
  );
}

function Invitations({ page, pot }: PotProps) {
  const { t } = page;
  const open = pot.contributors.filter(({ isOwn, state }) => isOwn && state === "invited");
  return (
    <>
      {open.map((one) => (
        <div class="card">
          <p>
            {t("financing.pot.invitesYou")} <Party page={page} party={one} />.
          </p>
          <div class="acts">
            <Act
              action={`${potPath(pot.id)}/join`}
              send={t("financing.accept")}
              hidden={{ accountId: one.accountId }}
            />
            <Act
              action={`${potPath(pot.id)}/decline`}
              send={t("financing.decline")}
              second
              hidden={{ accountId: one.accountId }}
            />
          </div>
        </div>
      ))}
    </>
  );
}

type WithAmounts = PotProps & { readonly amounts: Amounts };

/** The actor's own parts, each with what can be done, and who else takes part. */
function Parts({ page, pot, form, freshKey, amounts }: WithAmounts) {
  const { t } = page;
  const own = pot.contributors.filter(({ isOwn, state }) => isOwn && state === "joined");
  return (
    <>
      {own.map((one) => (
        <div class="card">
          <h2>{t("financing.pot.yourShare")}</h2>
          <p>
            <Party page={page} party={one} /> · <strong class="num">{amounts(one.share ?? 0n)}</strong>
          </p>
          {pot.state === "open" && (
            <AmountAct
              page={page}
              form={form}
              freshKey={freshKey}
              name="contribution"
              label={t("financing.pot.putIn")}
              action={`${potPath(pot.id)}/contribute`}
              send={t("financing.pot.contribute")}
              hidden={{ accountId: one.accountId }}
            />
          )}
          {(one.share ?? 0n) > 0n && (pot.isFree || pot.early !== "never") && (
            <AmountAct
              page={page}
              form={form}
              freshKey={freshKey}
              name="withdrawal"
              label={t("financing.pot.takeOut")}
              action={`${potPath(pot.id)}/withdraw`}
              send={pot.isFree ? t("financing.pot.withdraw") : t("financing.pot.askWithdrawal")}
              second
              hidden={{ accountId: one.accountId }}
            />
          )}
        </div>
      ))}
      {pot.contributors.length > 1 && (
        <>
          <h2>{t("financing.pot.contributors")}</h2>
          <ul>
            {pot.contributors.map((one) => (
              <li>
                <Party page={page} party={one} />{" "}
                {one.state !== "joined" && <Tag tone="quiet">{t(`financing.pot.part.${one.state}`)}</Tag>}
              </li>
            ))}
          </ul>
          <p class="quiet">{t("financing.pot.sharesAreOwn")}</p>
        </>
      )}
    </>
  );
}

function Withdrawals({ page, pot, amounts }: WithAmounts) {
  const { t } = page;
  if (pot.withdrawals.length === 0) return null;
  return (
    <>
      <h2>{t("financing.pot.asked")}</h2>
      <ul class="list">
        {pot.withdrawals.map((one) => (
          <li>
            <div>
              <strong class="num">{amounts(one.amount)}</strong> · <Asker page={page} pot={pot} one={one} />{" "}
              {pot.early === "approvals" ? (
                t("financing.pot.approvals", { count: one.approvals, needed: APPROVALS })
              ) : (
                <>
                  {t("financing.pot.payableOn")} <When page={page} at={one.payableOn} />
                </>
              )}
            </div>
            <WithdrawalActs page={page} pot={pot} one={one} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** Who asked, where several take part. */
function Asker({ page, pot, one }: { page: Page; pot: PotView; one: WithdrawalView }) {
  const asker = pot.contributors.find(({ accountId }) => accountId === one.accountId);
  if (!asker || pot.contributors.length < 2) return null;
  return (
    <>
      <Party page={page} party={asker} /> ·
    </>
  );
}

function WithdrawalActs({ page, pot, one }: { page: Page; pot: PotView; one: WithdrawalView }) {
  const { t } = page;
  const to = (act: string) => `${potPath(pot.id)}/withdrawals/${one.id}/${act}`;
  return (
    <div class="acts">
      {one.isOwn && <Act action={to("take")} send={t("financing.pot.take")} />}
      {one.isOwn && <Act action={to("cancel")} send={t("financing.pot.cancel")} second />}
      {pot.early === "approvals" && one.canApprove && (
        <>
          <Act action={to("approve")} send={t("financing.pot.approve")} />
          <Act action={to("refuse")} send={t("financing.pot.refuse")} second />
        </>
      )}
    </div>
  );
}

function Keeping({ page, pot, form }: PotProps) {
  const { t } = page;
  if (pot.state === "closed") return <p class="quiet">{t("financing.pot.closed")}</p>;
  return (
    <details>
      <summary>{t("financing.pot.keeping")}</summary>
      <Act action={`${potPath(pot.id)}/invite`} send={t("financing.pot.inviteOne")} second>
        <TextField
          t={t}
          form={form}
          name="invite"
          label={t("financing.accountNumber")}
          required
          maxlength={40}
        />
      </Act>
      {pot.held === 0n && <Act action={`${potPath(pot.id)}/close`} send={t("financing.pot.close")} second />}
    </details>
  );
}
