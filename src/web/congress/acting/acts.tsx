// The acts that are offered at a text and at an amendment, each a small form of its own.
import { amendmentsBetween } from "#congress";
import type { Child } from "hono/jsx";
import type { Page } from "../../request.ts";
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
          <Hidden name="rollCallId" value={offers.closeVote} />
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
      {offers.withdraw && <Act page={page} action={`${path}/withdraw`} name="withdraw" />}
    </>
  );
}

/** What is settled about a text before the assembly adopts it: in which languages, and in how many readings. */
function HowItIsAdopted({ page, offers }: { page: Page; offers: TextOffers }) {
  const { t } = page;
  const { path, reading } = offers;
  return (
    <>
      {offers.authentic && (
        <Act page={page} action={`${path}/languages`} name="authentic">
          <div class="field">
            <label for="f-languages">{t("congress-acts.act.authentic.label")}</label>
            <input
              id="f-languages"
              name="languages"
              type="text"
              value={offers.authentic.join(", ")}
              maxlength={200}
            />
          </div>
        </Act>
      )}
      {reading && (
        <Act page={page} action={`${path}/readings`} name="readings">
          <NumberOf page={page} name="readings" value={reading.readings} />
          <NumberOf page={page} name="daysBetween" value={reading.daysBetween} />
          <div class="field">
            <label for="f-amendedBetween">{t("congress-acts.act.readings.amendedBetween")}</label>
            <select id="f-amendedBetween" name="amendedBetween">
              {amendmentsBetween.map((rule) => (
                <option value={rule} selected={rule === reading.amendedBetween}>
                  {t(`congress-acts.act.readings.between.${rule}`)}
                </option>
              ))}
            </select>
          </div>
        </Act>
      )}
    </>
  );
}

function NumberOf({ page, name, value }: { page: Page; name: string; value: number }) {
  return (
    <div class="field">
      <label for={`f-${name}`}>{page.t(`congress-acts.act.readings.${name}`)}</label>
      <input
        id={`f-${name}`}
        name={name}
        type="text"
        inputmode="numeric"
        value={String(value)}
        maxlength={4}
      />
    </div>
  );
}

export function TextActs({ page, offers, freshKey }: OffersProps<TextOffers>) {
  const { t } = page;
  const { path, version } = offers;
  const link = (to: string, name: string) => (
    <a class="button second" href={`${path}/${to}`}>
      {t(`congress-acts.act.${name}.button`)}
    </a>
  );
  return (
    <>
      <Vote page={page} offers={offers} freshKey={freshKey} />
      {offers.open && <Act page={page} action={`${path}/open`} name="open" />}
      {offers.revise && (
        <p class="acts">
          <a class="button second" href={`${path}/revise`}>
            {t("amendments.revise")}
          </a>
        </p>
      )}
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
      <HowItIsAdopted page={page} offers={offers} />
      {offers.publish && <Act page={page} action={`${path}/publish`} name="publish" />}
      {(offers.propose || offers.sign.length > 0 || offers.markPoints) && (
        <p class="acts">
          {offers.propose && link("amendments/new", "propose")}
          {offers.sign.length > 0 && link("sign", "sign")}
          {offers.markPoints && link("decision-points", "markPoints")}
        </p>
      )}
    </>
  );
}
