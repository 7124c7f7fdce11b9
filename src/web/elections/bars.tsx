// Pictures of counts by bars: votes or points, grades, and money against a budget. Each row has its words and figures, so that
// nothing is said by length or colour alone.
import type { Stage } from "#algorithms/tally";
import type { ElectionView } from "#elections";
import type { Page } from "../request.ts";
import { gradeWords } from "./ballot.page.tsx";
import { costWords } from "./election-frame.tsx";
import type { ResultWords } from "./result-words.ts";

export type PictureProps = {
  readonly page: Page;
  readonly election: ElectionView;
  readonly words: ResultWords;
};

/** Length of the longest bar. */
const WIDTH = 1000;

/** A fraction as a length; a picture needs no more than that. */
const lengthOf = (figure: string) => {
  const [above = "0", below = "1"] = figure.split("/");
  const length = Number(above) / Number(below);
  return Number.isFinite(length) ? Math.max(0, length) : 0;
};

function order(election: ElectionView): number[] {
  const elected = election.count?.elected ?? [];
  const all = election.candidates.flatMap(({ number }) => (number === null ? [] : [number - 1]));
  return [...elected, ...all.filter((one) => !elected.includes(one))];
}

/** Votes, approvals or points: the table is the picture. */
export function Bars({ page, election, words, stage }: PictureProps & { readonly stage: Stage }) {
  const { t } = page;
  const longest = Math.max(...stage.votes.map(lengthOf), Number.MIN_VALUE);
  const seats = election.rules.seats ?? 0;
  return (
    <table class="bars">
      <thead>
        <tr>
          <th scope="col">{t("elections.candidate")}</th>
          <th scope="col" class="num">
            {t(`elections.figure.${election.rules.method}`)}
          </th>
        </tr>
      </thead>
      <tbody>
        {order(election).map((candidate, at) => (
          <tr>
            <th scope="row">
              {at < seats && "✓ "}
              {words.name(candidate)}
              <svg class="bar" aria-hidden="true" viewBox={`0 0 ${WIDTH} 1`} preserveAspectRatio="none">
                <rect
                  class={at < seats || seats === 0 ? "done" : "going"}
                  width={Math.round((lengthOf(stage.votes[candidate] ?? "0") / longest) * WIDTH)}
                  height="1"
                />
              </svg>
            </th>
            <td class="num">{words.figure(stage.votes[candidate])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Of majority judgment: how many gave which grade, the best first, with a mark where the middle is. */
export function Grades({
  page,
  election,
  words,
  stages,
}: PictureProps & { readonly stages: readonly Stage[] }) {
  const { t } = page;
  const grades = stages.filter(({ action }) => action === "grade").toReversed();
  const median = stages.find(({ action }) => action === "median");
  return (
    <>
      <ul class="key">
        {grades.map(({ figures }) => (
          <li>
            <i class={`g${figures["grade"]}`}></i>
            {gradeWords(page, election, Number(figures["grade"]))}
          </li>
        ))}
      </ul>
      <div class="scroll" tabindex={0} role="region" aria-label={t("elections.table")}>
        <table class="bars">
          <thead>
            <tr>
              <th scope="col">{t("elections.candidate")}</th>
              <th scope="col">{t("elections.medianGrade")}</th>
              {grades.map(({ figures }) => (
                <th scope="col" class="num">
                  {gradeWords(page, election, Number(figures["grade"]))}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {order(election).map((candidate) => (
              <tr>
                <th scope="row">
                  {words.name(candidate)}
                  <GradeBar grades={grades} candidate={candidate} />
                </th>
                <td>{gradeWords(page, election, Number(median?.votes[candidate] ?? 0))}</td>
                {grades.map(({ votes }) => (
                  <td class="num">{words.figure(votes[candidate])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function GradeBar({ grades, candidate }: { grades: readonly Stage[]; candidate: number }) {
  const given = grades.map(({ votes }) => lengthOf(votes[candidate] ?? "0"));
  const all = given.reduce((sum, one) => sum + one, 0) || 1;
  let from = 0;
  return (
    <svg class="bar" aria-hidden="true" viewBox={`0 0 ${WIDTH} 20`} preserveAspectRatio="none">
      {given.map((many, at) => {
        const x = Math.round((from / all) * WIDTH);
        from += many;
        const width = Math.round((many / all) * WIDTH);
        return (
          many > 0 && <rect class={`g${grades[at]?.figures["grade"]}`} x={x} width={width} height="20" />
        );
      })}
      <path class="middle" d={`M${WIDTH / 2} 0V20`} />
    </svg>
  );
}

/** What is spent, project after project, against what there is. */
export function Spending(props: PictureProps) {
  const { page, election } = props;
  const total = election.rules.budget?.total ?? 1n;
  const funded = election.count?.elected ?? [];
  const spent = funded.reduce((sum, one) => sum + costIn(election, one), 0n);
  const said = page.t("elections.spent", {
    spent: costWords(page, election, spent),
    total: costWords(page, election, total),
  });
  let from = 0n;
  return (
    <>
      <svg class="bar" role="img" aria-label={said} viewBox={`0 0 ${WIDTH} 20`} preserveAspectRatio="none">
        {funded.map((one) => {
          const x = shareOf(from, total);
          from += costIn(election, one);
          return <rect class="done piece" x={x} width={shareOf(from, total) - x} height="20" />;
        })}
      </svg>
      <p>{said}</p>
      <Projects {...props} funded={funded} total={total} />
    </>
  );
}

const costIn = ({ candidates }: ElectionView, candidate: number) =>
  candidates.find(({ number }) => number === candidate + 1)?.cost ?? 0n;

const shareOf = (units: bigint, total: bigint) => Number((units * BigInt(WIDTH)) / total);

type ProjectsProps = PictureProps & { readonly funded: readonly number[]; readonly total: bigint };

function Projects({ page, election, words, funded, total }: ProjectsProps) {
  const { t } = page;
  const support = election.count?.stages[0]?.votes ?? [];
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={t("elections.table")}>
      <table class="bars">
        <thead>
          <tr>
            <th scope="col">{t("elections.project")}</th>
            <th scope="col" class="num">
              {t("elections.support")}
            </th>
            <th scope="col" class="num">
              {t("elections.costs")}
            </th>
          </tr>
        </thead>
        <tbody>
          {order(election).map((one) => (
            <tr>
              <th scope="row">
                {funded.includes(one) ? "✓ " : "○ "}
                {words.name(one)}
                <svg class="bar" aria-hidden="true" viewBox={`0 0 ${WIDTH} 1`} preserveAspectRatio="none">
                  <rect
                    class={funded.includes(one) ? "done" : "quiet"}
                    width={shareOf(costIn(election, one), total)}
                    height="1"
                  />
                </svg>
              </th>
              <td class="num">{words.figure(support[one])}</td>
              <td class="num">{costWords(page, election, costIn(election, one))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
