// Asking to be paid: the request as whoever has it sees it, the sheet to print, the list and the form of its account.
import {
  accountPath,
  type Party,
  requestPath,
  requestState,
  type RequestState,
  type RequestView,
  writeAccountNumber,
} from "#ledger";
import { textIn } from "#platform/multilingual";
import { raw } from "hono/html";
import { FormPage } from "../layout/form-page.tsx";
import { type FormState, TextField } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { type Paged, Pages } from "../layout/paging.tsx";
import { Crumbs, Nothing, Tag, type Tone, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { accountTrail } from "./account.page.tsx";
import { Amount, holderWords } from "./words.tsx";

const toneOf: Readonly<Record<RequestState, Tone>> = {
  open: "going",
  paid: "done",
  withdrawn: "quiet",
  lapsed: "quiet",
};

type RequestProps = {
  readonly page: Page;
  readonly request: RequestView;
  readonly account: Party;
  readonly state: RequestState;
  /** The reader's accounts that could pay it; undefined: they have not signed in. */
  readonly payers: readonly Party[] | undefined;
  /** Whether the reader keeps the account that asks. */
  readonly own: boolean;
  readonly qr: string;
};

export function RequestPage(props: RequestProps) {
  const { page, request, account, state, payers, own } = props;
  const { t } = page;
  return (
    <Layout page={page} title={t("money.request.title")} section="economy">
      <p class="eyebrow">
        {t("money.request.title")} · {textIn(request.currencyName, page.language).text}
      </p>
      <h1>{holderWords(page, request.payee)}</h1>
      <p class="balance">
        {request.amount === null ? (
          t("money.request.anyAmount")
        ) : (
          <Amount page={page} amount={request.amount} unit={account.currency} />
        )}
      </p>
      <p class="lede">{request.text}</p>
      <p>
        <Tag tone={toneOf[state]}>{t(`money.request.state.${state}`)}</Tag>{" "}
        {request.lapsesOn && state === "open" && (
          <small>
            {t("money.request.until")} <When page={page} at={request.lapsesOn} />
          </small>
        )}
      </p>
      {state === "open" && !own && <WaysToPay {...props} />}
      {own && <Own {...props} />}
      {payers === undefined && <p class="hint">{t("money.request.why")}</p>}
    </Layout>
  );
}

function WaysToPay({ page, request, payers }: RequestProps) {
  const { t } = page;
  if (payers === undefined)
    return (
      <p class="acts">
        <a class="button" href={`/sign-in?next=${encodeURIComponent(requestPath(request.token))}`}>
          {t("money.request.signIn")}
        </a>
      </p>
    );
  if (payers.length === 0) return <Nothing>{t("money.request.noAccount")}</Nothing>;
  return (
    <ul class="list">
      {payers.map((payer) => (
        <li>
          <a class="button" href={`${accountPath(payer.number)}/pay?token=${request.token}`}>
            {t("money.request.payFrom", { name: holderWords(page, payer) })}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** What whoever asked sees: what came in, the code to show, and how to take it back. */
function Own({ page, request, account, state, qr }: RequestProps) {
  const { t } = page;
  return (
    <>
      {request.paid > 0 && (
        <p class="told">
          {t("money.request.paid", { count: request.paid })}{" "}
          <Amount page={page} amount={request.received} unit={account.currency} />
          {request.lastPaidAt && (
            <>
              {" · "}
              <When page={page} at={request.lastPaidAt} style="instant" />
            </>
          )}
        </p>
      )}
      {state === "open" && (
        <>
          <div
            class="qr"
            role="img"
            aria-label={t("money.request.qr", { name: holderWords(page, request.payee) })}
          >
            {raw(qr)}
          </div>
          <p class="hint">{t("money.request.show")}</p>
          <p class="acts">
            <a class="button second" href={`${requestPath(request.token)}/sheet`}>
              {t("money.request.sheet")}
            </a>
          </p>
          <form method="post" action={`${requestPath(request.token)}/withdraw`}>
            <p class="acts">
              <button class="button second" type="submit">
                {t("money.request.withdraw")}
              </button>
            </p>
          </form>
        </>
      )}
    </>
  );
}

type SheetProps = Pick<RequestProps, "page" | "request" | "account" | "qr"> & {
  readonly copies: number;
};

/** Cards to cut apart and lay on a stall: as many as fit on A4, or one on A6. */
export function SheetPage({ page, request, account, qr, copies }: SheetProps) {
  const { t } = page;
  return (
    <Layout page={page} title={t("money.request.sheet")} section="economy">
      <div class="screen">
        <Crumbs page={page} trail={[{ href: requestPath(request.token), label: t("money.request.title") }]} />
        <h1>{t("money.request.sheet")}</h1>
        <p class="lede">{t("money.request.sheetHint")}</p>
        <p class="acts">
          <a class="button second" href="?copies=1">
            {t("money.request.one")}
          </a>
          <a class="button second" href="?copies=8">
            {t("money.request.eight")}
          </a>
        </p>
      </div>
      <ul class="badges">
        {Array.from({ length: copies }, () => (
          <li>
            <article class="badge">
              <p class="of">{textIn(request.currencyName, page.language).text}</p>
              <p class="name long">{holderWords(page, request.payee)}</p>
              <p class="org">{request.text}</p>
              <p class="seat">
                {request.amount === null ? (
                  t("money.request.anyAmount")
                ) : (
                  <Amount page={page} amount={request.amount} unit={account.currency} />
                )}
              </p>
              <p class="where">{t("money.request.scan")}</p>
              <div
                class="qr"
                role="img"
                aria-label={t("money.request.qr", { name: holderWords(page, request.payee) })}
              >
                {raw(qr)}
              </div>
              <p class="code">{writeAccountNumber(account.number)}</p>
            </article>
          </li>
        ))}
      </ul>
    </Layout>
  );
}

type ListProps = {
  readonly page: Page;
  readonly account: Party;
  readonly requests: Paged<RequestView>;
  readonly today: string;
};

export function RequestsPage({ page, account, requests, today }: ListProps) {
  const { t } = page;
  return (
    <Layout page={page} title={t("money.requests.title")} section="economy">
      <Crumbs page={page} trail={accountTrail(page, account)} />
      <h1>{t("money.requests.title")}</h1>
      <p class="acts">
        <a class="button" href={`${accountPath(account.number)}/requests/new`}>
          {t("money.ask.title")}
        </a>
      </p>
      {requests.total === 0 && <Nothing>{t("money.requests.none")}</Nothing>}
      <ul class="list">
        {requests.items.map((request) => {
          const state = requestState(request, today);
          return (
            <li>
              <span class="sides">
                <a href={requestPath(request.token)}>{request.text}</a>
                {request.amount === null ? (
                  t("money.request.anyAmount")
                ) : (
                  <Amount page={page} amount={request.amount} unit={account.currency} />
                )}
              </span>
              <small>
                <Tag tone={toneOf[state]}>{t(`money.request.state.${state}`)}</Tag>{" "}
                {request.many && t("money.request.paid", { count: request.paid })}{" "}
                {request.many && request.paid > 0 && (
                  <Amount page={page} amount={request.received} unit={account.currency} />
                )}
              </small>
            </li>
          );
        })}
      </ul>
      <Pages page={page} paged={requests} />
    </Layout>
  );
}

type AskProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly freshKey: string;
  readonly account: Party;
};

export function AskPage({ page, form, freshKey, account }: AskProps) {
  const { t } = page;
  const of = { t, form };
  const { currency } = account;
  const many = form.typed["many"] === "yes";
  return (
    <FormPage
      page={page}
      form={form}
      title={t("money.ask.title")}
      section="economy"
      trail={accountTrail(page, account)}
      lede={t("money.ask.lede")}
      freshKey={freshKey}
      send={t("money.ask.send")}
    >
      <TextField
        {...of}
        name="amount"
        label={t("money.amountIn", { code: currency.kind === "time" ? t("money.hours") : currency.code })}
        hint={t("money.ask.amountHint")}
        needed
        maxlength={30}
      />
      <TextField {...of} name="text" label={t("money.pay.text")} required maxlength={200} />
      <fieldset>
        <legend>{t("money.ask.how")}</legend>
        <label class="choice">
          <input type="radio" name="many" value="no" checked={!many} />
          {t("money.ask.once")}
        </label>
        <label class="choice">
          <input type="radio" name="many" value="yes" checked={many} />
          {t("money.ask.many")}
        </label>
      </fieldset>
      <TextField {...of} name="lapsesOn" type="date" label={t("money.ask.lapsesOn")} />
    </FormPage>
  );
}
