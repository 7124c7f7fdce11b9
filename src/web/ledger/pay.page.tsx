// Paying: the form, what it would do, and the confirmation; giving a payment back.
import { accountPath, type Movement, type Party, type Preview, type RequestView } from "#ledger";
import { Layout } from "../layout/layout.tsx";
import { FormPage } from "../layout/form-page.tsx";
import { type FormState, FormRefusal, RequestKey, Submit, TextField } from "../layout/forms.tsx";
import { Crumbs, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { accountTrail } from "./account.page.tsx";
import { otherWords } from "./movements.tsx";
import { accountWords, Amount, amountWords } from "./words.tsx";

/** What can be spent: down to where the account may go, not only down to nought. */
function roomWords(page: Page, { posted, pendingOut, minimum, currency }: Party): string {
  if (minimum === null) return page.t("money.term.noMinimum");
  const room = posted - pendingOut - minimum;
  return page.t("money.pay.lede", { amount: amountWords(page, room > 0n ? room : 0n, currency) });
}

export type PayProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly account: Party;
  /** The request that this answers: its amount and account are not for the payer to change. */
  readonly request?: RequestView | undefined;
  /** Accounts that what was typed could mean. */
  readonly choices?: readonly Party[];
};

export function PayPage({ page, form, account, request, choices = [] }: PayProps) {
  const { t } = page;
  const of = { t, form };
  const { currency } = account;
  return (
    <FormPage
      page={page}
      form={form}
      title={t("money.pay.title")}
      section="economy"
      trail={accountTrail(page, account)}
      lede={roomWords(page, account)}
      send={t("money.pay.preview")}
    >
      <input type="hidden" name="token" value={request?.token ?? form.typed["token"] ?? ""} />
      {choices.length > 0 ? (
        <fieldset>
          <legend>{t("money.pay.which")}</legend>
          {choices.map((choice, at) => (
            <label class="choice">
              <input type="radio" name="to" value={choice.number} required checked={at === 0} />
              {accountWords(page, choice)}
            </label>
          ))}
        </fieldset>
      ) : (
        <TextField
          {...of}
          name="to"
          label={t("money.pay.to")}
          hint={t("money.pay.toHint")}
          value={request?.toNumber ?? ""}
          autocomplete="off"
          required
          maxlength={60}
        />
      )}
      <TextField
        {...of}
        name="amount"
        label={t("money.amountIn", { code: currency.kind === "time" ? t("money.hours") : currency.code })}
        {...(currency.kind === "time" ? { hint: t("money.hoursHint") } : {})}
        value={request?.amount ? amountWords(page, request.amount, currency) : ""}
        autocomplete="off"
        required
        maxlength={30}
      />
      <TextField
        {...of}
        name="text"
        label={t("money.pay.text")}
        value={request?.text ?? ""}
        required
        maxlength={200}
      />
    </FormPage>
  );
}

type PreviewProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly preview: Preview;
  readonly freshKey: string;
  readonly token: string;
};

/** What it will be afterwards. Nothing has been paid yet, and the page says so. */
export function PreviewPage({ page, form, preview, freshKey, token }: PreviewProps) {
  const { t } = page;
  const { from, to, amount, text, freeAfter, waits } = preview;
  const { currency } = from;
  return (
    <Layout page={page} title={t("money.preview.title")} section="economy">
      <Crumbs page={page} trail={accountTrail(page, from)} />
      <h1>{t("money.preview.title")}</h1>
      <p class="balance">
        <Amount page={page} amount={amount} unit={currency} />
      </p>
      <dl class="facts">
        <dt>{t("money.preview.from")}</dt>
        <dd>{accountWords(page, from)}</dd>
        <dt>{t("money.preview.to")}</dt>
        <dd>{accountWords(page, to)}</dd>
        <dt>{t("money.pay.text")}</dt>
        <dd>{text}</dd>
        <dt>{t("money.preview.after")}</dt>
        <dd>
          <Amount page={page} amount={from.posted - amount} unit={currency} />
        </dd>
        {from.minimum !== null && (
          <>
            <dt>{t("money.preview.room")}</dt>
            <dd>
              <Amount page={page} amount={freeAfter - from.minimum} unit={currency} />
            </dd>
          </>
        )}
      </dl>
      {waits && (
        <p class="told">
          {t("money.preview.waits", { amount: amountWords(page, from.approvalAbove ?? 0n, currency) })}
        </p>
      )}
      <form method="post" action={`${accountPath(from.number)}/pay`}>
        <FormRefusal t={t} form={form} />
        <RequestKey form={form} fresh={freshKey} />
        <input type="hidden" name="confirmed" value="yes" />
        <input type="hidden" name="to" value={to.number} />
        <input type="hidden" name="amount" value={amountWords(page, amount, currency)} />
        <input type="hidden" name="text" value={text} />
        <input type="hidden" name="token" value={token} />
        <p class="acts">
          <Submit label={t(waits ? "money.preview.place" : "money.preview.confirm")} />
          <a class="button second" href={accountPath(from.number)}>
            {t("money.preview.cancel")}
          </a>
        </p>
        <p class="hint">{t("money.preview.nothingYet")}</p>
      </form>
    </Layout>
  );
}

type RefundProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly freshKey: string;
  readonly account: Party;
  readonly movement: Movement;
};

export function RefundPage({ page, form, freshKey, account, movement }: RefundProps) {
  const { t } = page;
  return (
    <FormPage
      page={page}
      form={form}
      title={t("money.refund.title")}
      section="economy"
      trail={accountTrail(page, account)}
      lede={t("money.refund.lede", {
        amount: amountWords(page, movement.amount, account.currency),
        name: otherWords(page, movement),
      })}
      before={
        <p>
          <When page={page} at={movement.at} /> {movement.text && `· ${movement.text}`}
        </p>
      }
      freshKey={freshKey}
      send={t("money.refund.send")}
    >
      <TextField t={t} form={form} name="reason" label={t("money.because")} required maxlength={200} />
    </FormPage>
  );
}
