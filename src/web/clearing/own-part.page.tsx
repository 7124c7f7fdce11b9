// An organisation's own part in a round: what it brings, and then what would be set off for it. For its own people alone.
import type { ObligationEntry, OwnPart, Preview, RoundView } from "#clearing";
import type { Account } from "#ledger";
import { textIn } from "#platform/multilingual";
import { type FormState, FormRefusal, Select, Submit, TextField } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { Crumbs, Nothing, Said, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import type { ActingFor } from "./acting-for.ts";
import { PartPicture } from "./part-picture.tsx";
import { amountWords, CLEARING, clearingTrail, type Units } from "./words.tsx";

type Common = {
  readonly page: Page;
  readonly round: RoundView;
  readonly organization: ActingFor;
  readonly units: Units;
  readonly form: FormState;
};

const trail = ({ page, round }: Common) => [
  ...clearingTrail(page),
  { href: `${CLEARING}/rounds/${round.number}`, label: textIn(round.title, page.language).text },
];

export type JoinProps = Common & {
  readonly part: OwnPart | undefined;
  readonly offerable: readonly ObligationEntry[];
  readonly accounts: readonly Account[];
};

export function JoinPage(props: JoinProps) {
  const { page, round, organization, form, part, offerable } = props;
  const { t } = page;
  const title = t("clearing.join.title", { name: textIn(organization.name, page.language).text });
  const at = `${CLEARING}/rounds/${round.number}`;
  const query = `?organization=${organization.slug}`;
  return (
    <Layout page={page} section="economy" title={title}>
      <Crumbs page={page} trail={trail(props)} />
      <h1>{title}</h1>
      <p class="lede">{t("clearing.join.lede")}</p>
      <FormRefusal t={t} form={form} />
      {part && <p class="told">{t("clearing.join.joined", { count: part.offered.length })}</p>}
      {offerable.length === 0 && <Nothing>{t("clearing.join.nothing")}</Nothing>}
      {offerable.length > 0 && (
        <form method="post" action={`${at}/join${query}`}>
          <Offering {...props} />
          <Accounts {...props} />
          <p class="acts">
            <Submit label={t(part ? "clearing.join.change" : "clearing.join.send")} />
          </p>
        </form>
      )}
      {part && (
        <form method="post" action={`${at}/withdraw${query}`} class="card">
          <p>{t("clearing.join.withdrawSays")}</p>
          <Submit label={t("clearing.join.withdraw")} second />
        </form>
      )}
    </Layout>
  );
}

function Offering(props: JoinProps) {
  const { page, organization, offerable, part, units, form } = props;
  const { t } = page;
  const owed = offerable.filter(({ creditorId }) => creditorId === organization.id);
  const owing = offerable.filter(({ debtorId }) => debtorId === organization.id);
  const isOffered = (id: string) =>
    form.refusal ? form.typed[`offer-${id}`] === "yes" : part?.offered.includes(id as never);
  const piece = ({ openAmount }: ObligationEntry) => ({ amount: openAmount, cleared: 0n });
  const group = (entries: readonly ObligationEntry[], from: number, heading: string) =>
    entries.length > 0 && (
      <fieldset>
        <legend>{heading}</legend>
        {entries.map((entry, index) => (
          <label class="choice">
            <input type="checkbox" name={`offer-${entry.id}`} value="yes" checked={isOffered(entry.id)} />
            <span>
              {from + index}.{" "}
              <Said
                page={page}
                field={entry.creditorId === organization.id ? entry.debtor.name : entry.creditor.name}
              />{" "}
              · {amountWords(page, units, entry, entry.openAmount)}
              {entry.dueOn && (
                <small>
                  {" "}
                  {t("clearing.obligations.due")} <When page={page} at={entry.dueOn} style="medium" />
                </small>
              )}
            </span>
          </label>
        ))}
      </fieldset>
    );
  return (
    <>
      <figure class="result">
        <PartPicture
          page={page}
          owed={owed.map(piece)}
          owing={owing.map(piece)}
          said={t("clearing.join.picture", { owed: owed.length, owing: owing.length })}
        />
        <figcaption>{t("clearing.join.pictureSays")}</figcaption>
      </figure>
      {group(owed, 1, t("clearing.obligations.owed"))}
      {group(owing, owed.length + 1, t("clearing.obligations.owing"))}
      <p class="quiet">{t("clearing.join.both")}</p>
    </>
  );
}

function Accounts({ page, round, accounts, part, units, form }: JoinProps) {
  const { t } = page;
  if (accounts.length === 0) return null;
  const shown = (amount: bigint | undefined) => (amount ? amountWords(page, units, round, amount) : "");
  return (
    <fieldset>
      <legend>{t("clearing.join.account")}</legend>
      <Select
        t={t}
        form={form}
        name="account"
        label={t("clearing.join.through")}
        empty={t("clearing.join.noAccount")}
        value={part?.accountId ?? ""}
        choices={accounts.map(({ id, name, number, posted }) => ({
          value: id,
          label: `${name ?? number} (${amountWords(page, units, round, posted)})`,
        }))}
      />
      {round.withCredit && (
        <>
          <TextField
            t={t}
            form={form}
            name="paysUpTo"
            label={t("clearing.join.pays")}
            hint={t("clearing.join.paysHint")}
            inputmode="decimal"
            value={shown(part?.paysUpTo)}
          />
          <TextField
            t={t}
            form={form}
            name="takesUpTo"
            label={t("clearing.join.takes")}
            hint={t("clearing.join.takesHint")}
            inputmode="decimal"
            value={shown(part?.takesUpTo)}
          />
        </>
      )}
    </fieldset>
  );
}

export type PreviewProps = Common & {
  readonly part: OwnPart;
  readonly preview: Preview;
  readonly mayLeave: boolean;
};

export function PreviewPage(props: PreviewProps) {
  const { page, round, organization, form, part, preview, mayLeave } = props;
  const { t } = page;
  const title = t("clearing.preview.title", { name: textIn(organization.name, page.language).text });
  const at = `${CLEARING}/rounds/${round.number}`;
  return (
    <Layout page={page} section="economy" title={title}>
      <Crumbs page={page} trail={trail(props)} />
      <h1>{title}</h1>
      <FormRefusal t={t} form={form} />
      {round.state === "frozen" && <p class="told">{t("clearing.preview.solving")}</p>}
      {round.state !== "frozen" && <Effect {...props} />}
      {part.number !== null && <p class="quiet">{t("clearing.preview.number", { number: part.number })}</p>}
      {mayLeave && preview.lines.length > 0 && (
        <details>
          <summary>{t("clearing.preview.leave")}</summary>
          <form method="post" action={`${at}/leave?organization=${organization.slug}`} class="card">
            <p>{t("clearing.preview.leaveSays")}</p>
            <Submit label={t("clearing.preview.leave")} second />
          </form>
        </details>
      )}
    </Layout>
  );
}

function Effect({ page, round, units, preview }: PreviewProps) {
  const { t } = page;
  const words = (amount: bigint) => amountWords(page, units, round, amount);
  if (preview.lines.length === 0) return <Nothing>{t("clearing.preview.nothing")}</Nothing>;
  const owed = preview.lines.filter(({ side }) => side === "creditor");
  const owing = preview.lines.filter(({ side }) => side === "debtor");
  const said = t(round.state === "settled" ? "clearing.preview.was" : "clearing.preview.would", {
    owed: words(preview.owedCleared),
    owing: words(preview.owingCleared),
  });
  return (
    <>
      <p class="lede">{said}</p>
      {round.currencyId !== null && (
        <p>
          {preview.movement === 0n
            ? t("clearing.preview.still")
            : t(preview.movement < 0n ? "clearing.preview.pays" : "clearing.preview.takes", {
                amount: words(preview.movement < 0n ? -preview.movement : preview.movement),
              })}
        </p>
      )}
      <figure class="result">
        <PartPicture page={page} owed={owed} owing={owing} said={said} />
        <figcaption>{t("clearing.preview.pictureSays")}</figcaption>
      </figure>
      <ul class="list">
        {[...owed, ...owing].map((line, index) => (
          <li>
            <div>
              {index + 1}.{" "}
              <a href={`/obligations/${line.obligationId}`}>
                {t(line.side === "creditor" ? "clearing.preview.owesUs" : "clearing.preview.weOwe", {
                  name: textIn(line.counterparty.name, page.language).text,
                  amount: words(line.amount),
                })}
              </a>
            </div>
            <div>
              {t("clearing.preview.line", {
                cleared: words(line.cleared),
                stays: words(line.amount - line.cleared),
              })}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
