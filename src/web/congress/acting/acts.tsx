// The acts that are offered at a text and at an amendment, each a small form of its own.
import { amendmentsBetween } from "#congress";
import { writeLanguages } from "#platform/geography/index";
import type { Child } from "hono/jsx";
import { type FormState, Select, TextField } from "../../layout/forms.tsx";
import type { Page } from "../../request.ts";
import { CastingVote } from "../casting-vote.tsx";
import type { AmendmentOffers, TextOffers, VoteOffer } from "./offers.ts";

type ActProps = {
  readonly page: Page;
  readonly action: string;
  readonly name: string;
  readonly values?: Readonly<Record<string, string | number>>;
  readonly children?: Child;
};

/** One act: what it does in a sentence, and its button. */
function Act({ page: { t }, action, name, values, children }: ActProps) {
  return (
    <form method="post" action={action} class="card">
      <p>{t(`congress-acts.act.${name}.says`, values)}</p>
      {children}
      <button class="button" type="submit">
        {t(`congress-acts.act.${name}.button`, values)}
      </button>
    </form>
  );
}

function Hidden({ name, value }: { name: string; value: string | number }) {
  return <input type="hidden" name={name} value={String(value)} />;
}

/** Who votes: said where the reader speaks for one delegation, chosen where they speak for several. */
function Delegation({ page: { t }, vote, id }: { page: Page; vote: VoteOffer; id: string }) {
  const [first, ...others] = vote.delegations;
  const words = (delegation: VoteOffer["delegations"][number]) =>
    delegation.cast
      ? t("congress-acts.vote.hasCast", {
          delegation: delegation.label,
          choice: t(`congress-acts.vote.${delegation.cast}`),
        })
      : delegation.label;
  if (!first) return null;
  if (others.length === 0)
    return (
      <p>
        <Hidden name="organizationId" value={first.value} />
        {t("congress-acts.vote.delegation")}: <b>{words(first)}</b>
      </p>
    );
  return (
    <div class="field">
      <label for={id}>{t("congress-acts.vote.delegation")}</label>
      <select id={id} name="organizationId" required>
        {vote.delegations.map((delegation) => (
          <option value={delegation.value}>{words(delegation)}</option>
        ))}
      </select>
    </div>
  );
}

type CastProps = {
  readonly page: Page;
  readonly path: string;
  readonly vote: VoteOffer;
  readonly freshKey: string;
};

function Cast({ page, path, vote, freshKey }: CastProps) {
  const { t } = page;
  const again = vote.delegations.every(({ cast }) => cast !== null);
  return (
    <form method="post" action={`${path}/vote/cast`} class="card">
      <Hidden name="rollCallId" value={vote.rollCallId} />
      <Hidden name="requestKey" value={freshKey} />
      <fieldset>
        <legend>{t("congress-acts.vote.legend")}</legend>
        <Delegation page={page} vote={vote} id={`f-delegation-${vote.rollCallId}`} />
        {(["for", "against", "abstain"] as const).map((choice) => (
          <label class="choice">
            <input type="radio" name="choice" value={choice} required />
            {t(`congress-acts.vote.${choice}`)}
          </label>
        ))}
        <p class="hint">{t("congress-acts.vote.hint")}</p>
      </fieldset>
      <button class="button" type="submit">
        {t(again ? "congress-acts.vote.change" : "congress-acts.vote.cast")}
      </button>
    </form>
  );
}

type Voting = Pick<AmendmentOffers, "path" | "cast" | "closeVote">;

function Vote({ page, offers, freshKey }: { page: Page; offers: Voting; freshKey: string }) {
  return (
    <>
      {offers.cast && <Cast page={page} path={offers.path} vote={offers.cast} freshKey={freshKey} />}
      {offers.closeVote && (
        <Act page={page} action={`${offers.path}/vote/close`} name="closeVote">
          <Hidden name="rollCallId" value={offers.closeVote.rollCallId} />
          {offers.closeVote.tied && <CastingVote page={page} />}
        </Act>
      )}
    </>
  );
}

/** Where a sitting is open, votes are called in it. */
export function ToTheTable({ page, table }: { page: Page; table: string | null }) {
  if (!table) return null;
  return (
    <p class="told">
      {page.t("congress-acts.act.inTheSitting")} <a href={table}>{page.t("congress-acts.act.toTheTable")}</a>
    </p>
  );
}

type OffersProps<Offers> = { readonly page: Page; readonly offers: Offers; readonly freshKey: string };

export function AmendmentActs({ page, offers, freshKey }: OffersProps<AmendmentOffers>) {
  const { path } = offers;
  return (
    <>
      <Vote page={page} offers={offers} freshKey={freshKey} />
      {offers.openVote && <Act page={page} action={`${path}/vote/open`} name="openVote" />}
      <ToTheTable page={page} table={offers.table} />
      {offers.decideFirst.length > 0 && (
        <div class="told">
          <p>{page.t("amendments.decideFirst", { count: offers.decideFirst.length })}</p>
          <ul>
            {offers.decideFirst.map(({ number, title, href }) => (
              <li>
                <a href={href}>{page.t("congress-acts.act.amendment", { number, title })}</a>
              </li>
            ))}
          </ul>
        </div>
      )}
      {offers.withdraw && (
        <details>
          <summary>{page.t("congress-acts.act.withdraw.button")}</summary>
          <Act page={page} action={`${path}/withdraw`} name="withdraw" />
        </details>
      )}
    </>
  );
}

type AdoptionProps = { readonly page: Page; readonly form: FormState; readonly offers: TextOffers };

/** What is settled about a text before the assembly adopts it: in which languages, and in how many readings. */
export function HowItIsAdopted({ page, form, offers }: AdoptionProps) {
  const { t } = page;
  const { path, reading, authentic } = offers;
  if (!authentic && !reading) return null;
  return (
    <details open={"languages" in form.typed || "readings" in form.typed}>
      <summary>{t("congress-acts.act.howItIsAdopted")}</summary>
      {authentic && (
        <Act page={page} action={`${path}/languages`} name="authentic">
          <TextField
            t={t}
            form={form}
            name="languages"
            needed
            label={t("congress-acts.act.authentic.label")}
            value={writeLanguages(authentic, page.language)}
            maxlength={200}
          />
        </Act>
      )}
      {reading && (
        <Act page={page} action={`${path}/readings`} name="readings">
          {(["readings", "daysBetween"] as const).map((name) => (
            <TextField
              t={t}
              form={form}
              name={name}
              needed
              label={t(`congress-acts.act.readings.${name}`)}
              inputmode="numeric"
              value={String(reading[name])}
              maxlength={4}
            />
          ))}
          <Select
            t={t}
            form={form}
            name="amendedBetween"
            needed
            label={t("congress-acts.act.readings.amendedBetween")}
            value={reading.amendedBetween}
            choices={amendmentsBetween.map((rule) => ({
              value: rule,
              label: t(`congress-acts.act.readings.between.${rule}`),
            }))}
          />
        </Act>
      )}
    </details>
  );
}

/** In the order in which they are needed: a vote that is open, what takes the text a step on, and writing. */
export function TextActs({ page, offers, freshKey }: OffersProps<TextOffers>) {
  const { t } = page;
  const { path, version } = offers;
  const writing = [
    offers.sign.length > 0 && { to: "sign", label: t("congress-acts.act.sign.button") },
    offers.propose && { to: "amendments/new", label: t("congress-acts.act.propose.button") },
    offers.revise && { to: "revise", label: t("amendments.revise") },
    offers.markPoints && { to: "decision-points", label: t("congress-acts.act.markPoints.button") },
  ].filter((one) => one !== false);
  return (
    <>
      <Vote page={page} offers={offers} freshKey={freshKey} />
      {offers.open && <Act page={page} action={`${path}/open`} name="open" />}
      {offers.incorporate > 0 && (
        <Act
          page={page}
          action={`${path}/incorporate`}
          name="incorporate"
          values={{ count: offers.incorporate, version }}
        >
          <Hidden name="expectedVersion" value={version} />
        </Act>
      )}
      <ToTheTable page={page} table={offers.table} />
      {offers.openVote && (
        <Act page={page} action={`${path}/vote/open`} name="openWhole" values={{ version }}>
          <Hidden name="expectedVersion" value={version} />
        </Act>
      )}
      {offers.publish && <Act page={page} action={`${path}/publish`} name="publish" />}
      {writing.length > 0 && (
        <p class="acts">
          {writing.map(({ to, label }) => (
            <a class="button second" href={`${path}/${to}`}>
              {label}
            </a>
          ))}
        </p>
      )}
    </>
  );
}
