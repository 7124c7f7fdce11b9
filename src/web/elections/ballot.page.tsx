// The ballot on a phone: a number, a cross or a grade beside each candidate; then what it says, before it is cast.
import { type Ballot, type CandidateView, type ElectionView, methodFacts } from "#elections";
import { textIn } from "#platform/multilingual";
import type { Child } from "hono/jsx";
import { FormPage } from "../layout/form-page.tsx";
import { type Choice, type FormState, Select } from "../layout/forms.tsx";
import type { Paged } from "../layout/paging.tsx";
import { Lang, Said } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import type { Typed } from "./ballot-form.ts";
import { costWords, trailTo } from "./election-frame.tsx";

/** From so many points on they are typed rather than chosen one by one. */
const MOST_RADIOS = 6;

export type BallotProps = {
  readonly page: Page;
  readonly election: ElectionView;
  readonly kind: "ranked" | "approval" | "score";
  readonly form: FormState;
  readonly typed: Typed;
  readonly wrong: ReadonlySet<number>;
  readonly shown: Paged<CandidateView>;
  readonly search: string;
  readonly delegations: readonly Choice[];
  readonly freshKey: string;
  readonly changes: boolean;
};

export function BallotPage(props: BallotProps) {
  const { page, election, kind, form, delegations, freshKey } = props;
  const { t } = page;
  return (
    <FormPage
      page={page}
      form={form}
      title={t("elections.ballotTitle")}
      section="congress"
      trail={trailTo({ page, edition: election.edition, election })}
      before={<Before {...props} />}
      action={`${election.href}/vote`}
      freshKey={freshKey}
      send={t("elections.preview")}
    >
      {delegations.length > 1 ? (
        <Select
          t={t}
          form={form}
          name="organizationId"
          label={t("elections.votesFor")}
          required
          value={delegations[0]?.value}
          choices={delegations}
        />
      ) : (
        <input type="hidden" name="organizationId" value={delegations[0]?.value ?? ""} />
      )}
      <fieldset class="ballot">
        <legend>{t(`elections.mark.${kind}`)}</legend>
        {props.shown.items.map((candidate) => (
          <Row {...props} candidate={candidate} />
        ))}
      </fieldset>
      <Elsewhere {...props} />
      <MorePages {...props} />
    </FormPage>
  );
}

function Before({ page, election, changes, delegations }: BallotProps) {
  const { t } = page;
  return (
    <>
      <p class="lede">
        <Said page={page} field={election.title} />
      </p>
      {delegations.length === 1 && (
        <p>{t("elections.votesForName", { organization: delegations[0]?.label ?? "" })}</p>
      )}
      <p class="told">
        {election.rules.secret
          ? `${t("elections.secretBefore")} ${t("elections.operatorSees")}`
          : t(changes ? "elections.openAgain" : "elections.openBefore")}
      </p>
    </>
  );
}

type RowProps = BallotProps & { readonly candidate: CandidateView };

function Row(props: RowProps) {
  const { page, election, kind, candidate, wrong, typed } = props;
  const number = candidate.number ?? 0;
  const name = textIn(candidate.name, page.language);
  const words = (
    <span>
      <Lang page={page} of={name.language}>
        {name.text}
      </Lang>{" "}
      <small>
        {candidate.organization && <Said page={page} field={candidate.organization.name} />}
        {candidate.cost !== null && ` ${costWords(page, election, candidate.cost)}`}
      </small>
    </span>
  );
  if (kind === "score") return <Grades {...props} number={number} words={words} />;
  return (
    <label class={wrong.has(number) ? "wrong" : undefined}>
      {kind === "ranked" ? (
        <input
          name={`m-${number}`}
          inputmode="numeric"
          maxlength={3}
          autocomplete="off"
          value={typed.get(number)}
          aria-invalid={wrong.has(number) ? "true" : undefined}
        />
      ) : (
        <input type="checkbox" name={`m-${number}`} value="1" checked={typed.has(number)} />
      )}
      {words}
    </label>
  );
}

function Grades(props: RowProps & { readonly number: number; readonly words: Child }) {
  const { page, election, number, typed } = props;
  const most = election.rules.mostPoints ?? 0;
  const given = typed.get(number);
  if (most > MOST_RADIOS)
    return (
      <label class={props.wrong.has(number) ? "wrong" : undefined}>
        <input
          name={`m-${number}`}
          inputmode="numeric"
          maxlength={3}
          autocomplete="off"
          value={given}
          aria-invalid={props.wrong.has(number) ? "true" : undefined}
        />
        {props.words}
      </label>
    );
  return (
    <fieldset class="grades">
      <legend>{props.words}</legend>
      {Array.from({ length: most + 1 }, (_, points) => (
        <label>
          <input
            type="radio"
            name={`m-${number}`}
            value={String(points)}
            checked={given === String(points)}
          />
          {gradeWords(page, election, points)}
        </label>
      ))}
    </fieldset>
  );
}

/** Six grades have words; other scales are told in points. */
export function gradeWords(page: Page, { rules }: Pick<ElectionView, "rules">, points: number): string {
  return rules.method === "majority-judgment" && rules.mostPoints === 5
    ? page.t(`elections.grade.${points}`)
    : String(points);
}

/** What is marked on other pages travels along. */
function Elsewhere({ typed, shown }: BallotProps) {
  const here = new Set(shown.items.map(({ number }) => number));
  return (
    <>
      {[...typed]
        .filter(([number]) => !here.has(number))
        .map(([number, value]) => (
          <input type="hidden" name={`m-${number}`} value={value} />
        ))}
    </>
  );
}

function MorePages({ page, shown, search }: BallotProps) {
  const { t } = page;
  if (shown.pages < 2 && search === "") return null;
  return (
    <fieldset>
      <legend>{t("elections.manyCandidates", { count: shown.total })}</legend>
      <div class="field">
        <label for="f-search">{t("elections.search")}</label>
        <input id="f-search" name="search" value={search} maxlength={80} />
      </div>
      <input type="hidden" name="was" value={String(shown.number)} />
      <p class="acts">
        <button class="button second" name="show" value="1">
          {t("elections.find")}
        </button>
        {shown.number > 1 && (
          <button class="button second" name="show" value={String(shown.number - 1)}>
            {t("layout.previousPage")}
          </button>
        )}
        {shown.number < shown.pages && (
          <button class="button second" name="show" value={String(shown.number + 1)}>
            {t("layout.nextPage")}
          </button>
        )}
      </p>
    </fieldset>
  );
}

export type PreviewProps = {
  readonly page: Page;
  readonly election: ElectionView;
  readonly ballot: Ballot;
  readonly typed: Typed;
  readonly organization: Choice;
  readonly requestKey: string;
};

/** What the ballot says, in words, before it counts. */
export function BallotPreviewPage(props: PreviewProps) {
  const { page, election, ballot, typed, organization, requestKey } = props;
  const { t } = page;
  return (
    <FormPage
      page={page}
      form={{ typed: {} }}
      title={t("elections.ballotReads")}
      section="congress"
      trail={trailTo({ page, edition: election.edition, election })}
      before={
        <>
          <p>{t("elections.votesForName", { organization: organization.label })}</p>
          <BallotWords page={page} election={election} ballot={ballot} />
          <p class="told">{t(election.rules.secret ? "elections.castSecret" : "elections.castOpen")}</p>
        </>
      }
      action={`${election.href}/vote`}
      send={t("elections.cast")}
      besideSend={
        <button class="button second" name="show" value="1">
          {t("elections.changeBallot")}
        </button>
      }
    >
      <input type="hidden" name="requestKey" value={requestKey} />
      <input type="hidden" name="organizationId" value={organization.value} />
      <input type="hidden" name="cast" value="yes" />
      {[...typed].map(([number, value]) => (
        <input type="hidden" name={`m-${number}`} value={value} />
      ))}
    </FormPage>
  );
}

export function BallotWords({ page, election, ballot }: Pick<PreviewProps, "page" | "election" | "ballot">) {
  const of = new Map(election.candidates.map((one) => [one.number, one]));
  const name = (number: number) => {
    const candidate = of.get(number);
    return candidate ? <Said page={page} field={candidate.name} /> : number;
  };
  if (ballot.points)
    return (
      <ul>
        {ballot.entries.map((number, at) => (
          <li>
            {name(number)}: {gradeWords(page, election, ballot.points?.[at] ?? 0)}
          </li>
        ))}
      </ul>
    );
  const ranked = methodFacts(election.rules.method).ballot === "ranked";
  const items = ballot.entries.map((number) => <li>{name(number)}</li>);
  return ranked ? <ol>{items}</ol> : <ul>{items}</ul>;
}
