// One election: how it stands, what can be done now, what came of it, who is on the ballot, and by which rules.
import type { Standing } from "#congress";
import { type CandidateView, type ElectionView, LEAST_DRAWN, type OwnBallot } from "#elections";
import { textIn } from "#platform/multilingual";
import type { Child } from "hono/jsx";
import { type FormState, FormRefusal, LanguageField, Submit, TextArea, TextField } from "../layout/forms.tsx";
import { type Paged, Pages } from "../layout/paging.tsx";
import { Nothing, Said, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { AsJson, BelowElections, costWords, Rules, Stand, turnoutWords } from "./election-frame.tsx";

export type ElectionProps = {
  readonly page: Page;
  readonly election: ElectionView;
  readonly standing: Standing;
  readonly own: readonly OwnBallot[];
  readonly form: FormState;
  /** Those on the ballot, or who stand so far. */
  readonly candidates: Paged<CandidateView>;
  /** The result with its picture, where there is one. */
  readonly result?: Child;
  /** Whether the reader may give the elected their office. */
  readonly mayInstall: boolean;
};

export function ElectionPage(props: ElectionProps) {
  const { page, election, form, candidates } = props;
  const { t } = page;
  const title = textIn(election.title, page.language).text;
  return (
    <BelowElections
      page={page}
      edition={election.edition}
      heading={t("elections.heading", { number: election.number, title })}
    >
      <p>
        <Stand page={page} state={election.state} />{" "}
        <span class="quiet">
          {t(`elections.kind.${election.kind}`)} · <Dates page={page} election={election} /> ·{" "}
          <a href={`/log?subject=${election.href}`}>{t("congress.proof")}</a>
        </span>
      </p>
      <FormRefusal t={t} form={form} />
      {election.annulledFor && (
        <p class="refused">
          {t("elections.annulledFor")} <Said page={page} field={election.annulledFor} />
        </p>
      )}
      {election.about && (
        <p>
          <Said page={page} field={election.about} />
        </p>
      )}
      <Acts {...props} />
      {props.result}
      <section>
        <h2 id="candidates">{t(`elections.on.${election.kind}`)}</h2>
        {candidates.total === 0 && <Nothing>{t(`elections.nobody.${election.kind}`)}</Nothing>}
        <ol class="list">
          {candidates.items.map((candidate) => (
            <CandidateEntry {...props} candidate={candidate} />
          ))}
        </ol>
        <Pages page={page} paged={candidates} to="candidates" />
        <Asked {...props} />
      </section>
      <section>
        <h2>{t("elections.rules")}</h2>
        <Rules page={page} election={election} />
      </section>
      <Ending {...props} />
      <AsJson page={page} href={election.href} />
    </BelowElections>
  );
}

function Dates({ page, election }: Pick<ElectionProps, "page" | "election">) {
  const { zone } = election.edition;
  const { openedAt, closedAt } = election;
  return (
    <>
      <When page={page} at={closedAt ?? openedAt ?? election.calledAt} style="instant" zone={zone} />
      {openedAt && ` · ${turnoutWords(page, election)}`}
    </>
  );
}

type EntryProps = ElectionProps & { readonly candidate: CandidateView };

function CandidateEntry(props: EntryProps) {
  const { page, election, candidate } = props;
  const { t } = page;
  const details = [
    candidate.organization && (
      <a href={`/organizations/${candidate.organization.slug}`}>
        <Said page={page} field={candidate.organization.name} />
      </a>
    ),
    candidate.cost === null ? null : costWords(page, election, candidate.cost),
    candidate.gender && t(`elections.gender.${candidate.gender}`),
    election.kind === "people" &&
      candidate.consent === "through_delegation" &&
      t("elections.throughDelegation"),
  ].filter(Boolean);
  return (
    <li>
      <div>
        {candidate.number !== null && `${candidate.number}. `}
        <b>
          <Said page={page} field={candidate.name} />
        </b>
      </div>
      <small>
        {details.map((detail, at) => (
          <>
            {at > 0 && " · "}
            {detail}
          </>
        ))}
      </small>
      {candidate.about && (
        <p>
          <Said page={page} field={candidate.about} />
        </p>
      )}
      <CandidateActs {...props} />
    </li>
  );
}

const isOpenYet = ({ state }: ElectionView) => state === "drafted" || state === "nominating";

function CandidateActs({ page, election, standing, candidate, mayInstall }: EntryProps) {
  const { t } = page;
  const at = `${election.href}/candidates/${candidate.id}`;
  const own = candidate.personId !== null && candidate.personId === page.viewer?.personId;
  const waits = mayInstall && candidate.place !== null && candidate.electedMandate === null;
  if (isOpenYet(election) && (own || standing.presides))
    return (
      <details>
        <summary>{t(own ? "elections.stepBack" : "elections.remove")}</summary>
        <form method="post" action={`${at}/${own ? "step-back" : "remove"}`}>
          <Submit label={t(own ? "elections.stepBack" : "elections.remove")} second />
        </form>
      </details>
    );
  if (candidate.electedMandate !== null)
    return (
      <p class="quiet">
        {t("elections.tookOffice")}{" "}
        {page.viewer && <a href={`/recalls/new?mandate=${candidate.electedMandate}`}>{t("recalls.open")}</a>}
      </p>
    );
  if (election.state !== "counted" || !waits) return null;
  return (
    <form method="post" action={`${at}/install`}>
      <Submit label={t("elections.install")} second />
    </form>
  );
}

/** Who was put forward and has not answered: named to themselves alone. */
function Asked({ page, election }: ElectionProps) {
  const { t } = page;
  const asked = election.candidates.filter(({ state }) => state === "nominated");
  const own = asked.find(({ personId }) => personId !== null && personId === page.viewer?.personId);
  if (asked.length === 0) return null;
  return (
    <>
      <p class="quiet">{t("elections.askedCount", { count: asked.length })}</p>
      {own && isOpenYet(election) && (
        <div class="card">
          <p>{t("elections.youAreAsked")}</p>
          <div class="acts">
            <form method="post" action={`${election.href}/candidates/${own.id}/accept`}>
              <Submit label={t("elections.accept")} />
            </form>
            <form method="post" action={`${election.href}/candidates/${own.id}/decline`}>
              <Submit label={t("elections.decline")} second />
            </form>
          </div>
        </div>
      )}
    </>
  );
}

/** What takes the election on, for those who may do it now. */
function Acts({ page, election, standing, own, form }: ElectionProps) {
  const { t } = page;
  const { state, href, kind } = election;
  const proposes = standing.delegations.some(({ mayPropose, accredited }) => mayPropose && accredited);
  return (
    <>
      {state === "open" && <Voting page={page} election={election} own={own} />}
      {state === "nominating" && proposes && (
        <p class="acts">
          <a class="button" href={`${href}/candidates/new`}>
            {t("elections.nominate")}
          </a>
        </p>
      )}
      {standing.presides && isOpenYet(election) && (
        <div class="acts">
          {state === "drafted" && kind === "people" ? (
            <Step href={`${href}/nominations`} label={t("elections.openNominations")} />
          ) : (
            <Step href={`${href}/open`} label={t("elections.open")} />
          )}
          {kind !== "people" && (
            <a class="button second" href={`${href}/candidates/new`}>
              {t(`elections.add.${kind}`)}
            </a>
          )}
          <a class="button second" href={`${href}/edit`}>
            {t("elections.edit")}
          </a>
        </div>
      )}
      {standing.presides && state === "open" && (
        <form method="post" action={`${href}/close`} class="card">
          <p>{t("elections.closeSays")}</p>
          <Submit label={t("elections.close")} />
        </form>
      )}
      {standing.presides && state === "closed" && <Counting page={page} election={election} form={form} />}
      {!election.rules.secret && election.openedAt && (
        <p>
          <a href={`${href}/ballots`}>{t("elections.eachBallot")}</a>
        </p>
      )}
    </>
  );
}

function Step({ href, label }: { href: string; label: string }) {
  return (
    <form method="post" action={href}>
      <Submit label={label} />
    </form>
  );
}

function Voting({ page, election, own }: Pick<ElectionProps, "page" | "election" | "own">) {
  const { t } = page;
  const waiting = own.filter(({ voted }) => !voted || !election.rules.secret);
  if (own.length === 0) return null;
  if (waiting.length === 0) return <p class="told">{t("elections.voted")}</p>;
  return (
    <p class="acts">
      <a class="button" href={`${election.href}/vote`}>
        {t(waiting.every(({ voted }) => voted) ? "elections.changeVote" : "elections.vote")}
      </a>
    </p>
  );
}

function Counting({ page, election, form }: Pick<ElectionProps, "page" | "election" | "form">) {
  const { t } = page;
  const { rules } = election;
  return (
    <form method="post" action={`${election.href}/count`} class="card">
      <p>{t(rules.ties === "lot" ? "elections.drawSays" : "elections.countSays")}</p>
      {rules.ties === "lot" && rules.source && (
        <>
          <p>
            {t("elections.source")}: <Said page={page} field={rules.source} />
          </p>
          <TextField
            t={t}
            form={form}
            name="drawn"
            label={t("elections.drawn")}
            hint={t("elections.drawnHint", { least: LEAST_DRAWN })}
            required
            autocomplete="off"
            maxlength={200}
          />
        </>
      )}
      <Submit label={t("elections.count")} />
    </form>
  );
}

/** What ends an election without a result, behind a second step. */
function Ending({ page, election, standing, form }: ElectionProps) {
  const { t } = page;
  if (!standing.presides || election.state === "annulled") return null;
  return (
    <details open={"reason" in form.typed}>
      <summary>{t("elections.annul")}</summary>
      <form method="post" action={`${election.href}/annul`} class="card">
        <p>{t("elections.annulSays")}</p>
        <TextArea
          t={t}
          form={form}
          name="reason"
          label={t("elections.annulReason")}
          rows={3}
          maxlength={1000}
          required
        />
        <LanguageField page={page} form={form} label={t("amendments.reasonLanguage")} />
        <Submit label={t("elections.annul")} second />
      </form>
    </details>
  );
}
