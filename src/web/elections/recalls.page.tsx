// Recalls: the list, one with its signatures and its vote, and the form that opens one.
import { type Choice as Vote, choices, type OrganizationBrief } from "#congress";
import { type HeldMandate } from "#confederation";
import type { RecallEntry, RecallState, RecallView } from "#elections";
import { textIn } from "#platform/multilingual";
import { evaluationInWords } from "#rulebook";
import { FormPage } from "../layout/form-page.tsx";
import {
  type Choice,
  type FormState,
  FormRefusal,
  LanguageField,
  RequestKey,
  Select,
  TextArea,
} from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { type Paged, Pages, pageOf } from "../layout/paging.tsx";
import { Bar, Crumbs, Nothing, Said, Tag, type Tone, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";

const tones: Readonly<Record<RecallState, Tone>> = {
  collecting: "going",
  voting: "going",
  carried: "late",
  rejected: "done",
  quorum_not_reached: "quiet",
  lapsed: "quiet",
};

function Stand({ page, state }: { page: Page; state: RecallState }) {
  return <Tag tone={tones[state]}>{page.t(`recalls.state.${state}`)}</Tag>;
}

function againstWords(page: Page, mandate: HeldMandate): string {
  return page.t("recalls.against", {
    name: mandate.personName,
    office: textIn(mandate.officeName, page.language).text,
    organization: textIn(mandate.organizationName, page.language).text,
  });
}

export function RecallsPage({ page, recalls }: { page: Page; recalls: Paged<RecallEntry> }) {
  const { t } = page;
  return (
    <Layout page={page} title={t("recalls.title")} section="congress">
      <Crumbs page={page} trail={[{ href: "/congress", label: t("congress.title") }]} />
      <h1>{t("recalls.title")}</h1>
      <p class="lede">{t("recalls.lede")}</p>
      {recalls.total === 0 && <Nothing>{t("recalls.none")}</Nothing>}
      <ol class="list">
        {recalls.items.map((recall) => (
          <li>
            <div>
              <a href={recall.href}>{againstWords(page, recall.mandate)}</a>{" "}
              <Stand page={page} state={recall.state} />
            </div>
            <small>{t("recalls.signatures", { count: recall.signatures, needed: recall.needed })}</small>
          </li>
        ))}
      </ol>
      <Pages page={page} paged={recalls} />
    </Layout>
  );
}

export type RecallProps = {
  readonly page: Page;
  readonly recall: RecallView;
  readonly opener: OrganizationBrief;
  /** The reader's organisations that may sign now, or vote. */
  readonly may: readonly Choice[];
  readonly form: FormState;
  readonly freshKey: string;
  readonly asked: number;
};

export function RecallPage(props: RecallProps) {
  const { page, recall, opener, form } = props;
  const { t } = page;
  const office = textIn(recall.mandate.officeName, page.language).text;
  const heading = t("recalls.heading", { office });
  return (
    <Layout page={page} title={heading} section="congress">
      <Crumbs
        page={page}
        trail={[
          { href: "/congress", label: t("congress.title") },
          { href: "/recalls", label: t("recalls.title") },
        ]}
      />
      <h1>{heading}</h1>
      <p>
        <Stand page={page} state={recall.state} />{" "}
        <span class="quiet">
          {t("recalls.openedBy", { organization: textIn(opener.name, page.language).text })} ·{" "}
          <When page={page} at={recall.openedAt} style="medium" /> ·{" "}
          <a href={`/log?subject=${recall.href}`}>{t("congress.proof")}</a>
        </span>
      </p>
      <p>{againstWords(page, recall.mandate)}.</p>
      <FormRefusal t={t} form={form} />
      <Acts {...props} />
      <section>
        <h2>{t("recalls.reason")}</h2>
        <p>
          <Said page={page} field={recall.reason} />
        </p>
      </section>
      {recall.roll !== null && <Votes {...props} />}
      <Signers {...props} />
    </Layout>
  );
}

function Acts({ page, recall, may, form, freshKey }: RecallProps) {
  const { t } = page;
  if (recall.state === "collecting")
    return (
      <>
        {may
          .filter(({ value }) => !recall.signers.some(({ id }) => id === value))
          .map(({ value, label }) => (
            <form method="post" action={`${recall.href}/sign`} class="card">
              <p>{t("recalls.signSays", { organization: label })}</p>
              <input type="hidden" name="organizationId" value={value} />
              <button class="button" type="submit">
                {t("recalls.sign")}
              </button>
            </form>
          ))}
      </>
    );
  if (recall.state !== "voting") return null;
  return (
    <>
      {may.map(({ value, label }) => (
        <form method="post" action={`${recall.href}/vote`} class="card">
          <p>{t("recalls.voteSays", { organization: label })}</p>
          <input type="hidden" name="organizationId" value={value} />
          <RequestKey form={form} fresh={freshKey} />
          <p class="acts">
            {choices.map((choice) => (
              <button class="button second" type="submit" name="choice" value={choice}>
                {t(`recalls.choice.${choice}`)}
              </button>
            ))}
          </p>
        </form>
      ))}
    </>
  );
}

const SIGNERS_A_PAGE = 60;

function Signers({ page, recall, asked }: RecallProps) {
  const { t } = page;
  const signers = pageOf(recall.signers, asked, SIGNERS_A_PAGE);
  const missing = Math.max(0, recall.needed - recall.signatures);
  const label = t("recalls.signatures", { count: recall.signatures, needed: recall.needed });
  return (
    <section>
      <h2 id="signers">{t("recalls.signers")}</h2>
      <Bar
        label={label}
        legend={false}
        parts={[
          { tone: "done", count: recall.signatures, label },
          { tone: "rest", count: missing, label: "" },
        ]}
      />
      <p>
        {label}. {t("recalls.signUntil")} <When page={page} at={recall.signUntil} />.
      </p>
      <ul class="columns">
        {signers.items.map((one) => (
          <li>
            <a href={`/organizations/${one.slug}`}>
              <Said page={page} field={one.name} />
            </a>
          </li>
        ))}
      </ul>
      <Pages page={page} paged={signers} to="signers" />
    </section>
  );
}

const voteTones = { for: "done", against: "late", abstain: "quiet" } as const;

function Votes({ page, recall }: RecallProps) {
  const { t } = page;
  const many = (choice: Vote) => recall.votes.filter((one) => one.choice === choice).length;
  const parts = choices.map((choice) => ({
    tone: voteTones[choice],
    count: many(choice),
    label: `${t(`recalls.choice.${choice}`)}: ${many(choice)}`,
  }));
  return (
    <section>
      <h2>{t("recalls.votes")}</h2>
      <p>{t("recalls.votesCast", { cast: recall.votes.length, roll: recall.roll ?? 0 })}</p>
      <Bar
        parts={[
          ...parts,
          { tone: "rest", count: (recall.roll ?? 0) - recall.votes.length, label: t("congress.choice.none") },
        ]}
        label={parts.map(({ label }) => label).join(", ")}
      />
      {recall.evaluation && (
        <p>
          {evaluationInWords(recall.evaluation, recall.state !== "voting", page.language)}
          {recall.rules && (
            <>
              {" "}
              <a href={recall.rules.href}>{t("recalls.byRules", { version: recall.rules.version })}</a>
            </>
          )}
        </p>
      )}
      {recall.voteUntil && (
        <p>
          {t("recalls.voteUntil")} <When page={page} at={recall.voteUntil} />.
        </p>
      )}
    </section>
  );
}

export type NewRecallProps = {
  readonly page: Page;
  readonly mandate: HeldMandate;
  /** How many of how many have to sign, within how many days. */
  readonly asks: { readonly needed: number; readonly electorate: number; readonly days: number };
  readonly form: FormState;
  readonly freshKey: string;
  readonly organizations: readonly Choice[];
};

export function NewRecallPage({ page, mandate, asks, form, freshKey, organizations }: NewRecallProps) {
  const { t } = page;
  return (
    <FormPage
      page={page}
      form={form}
      title={t("recalls.open")}
      section="congress"
      trail={[{ href: "/recalls", label: t("recalls.title") }]}
      lede={`${againstWords(page, mandate)}.`}
      before={<p>{t("recalls.openLede", asks)}</p>}
      action="/recalls/new"
      freshKey={freshKey}
      send={t("recalls.open")}
    >
      <input type="hidden" name="mandate" value={mandate.id} />
      <TextArea
        t={t}
        form={form}
        name="reason"
        label={t("recalls.reason")}
        rows={6}
        maxlength={4000}
        required
      />
      <LanguageField page={page} form={form} label={t("amendments.reasonLanguage")} />
      <Select
        t={t}
        form={form}
        name="organizationId"
        label={t("recalls.organization")}
        required
        value={organizations[0]?.value}
        choices={organizations}
      />
    </FormPage>
  );
}
