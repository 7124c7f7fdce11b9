// What came of an election: the verdict, a picture with its table, why it is so in sentences, and how to count it again.
import type { Stage } from "#algorithms/tally";
import { ballotFileNameOf, commandFor, type ElectionView } from "#elections";
import { textIn } from "#platform/multilingual";
import { divide, groupOf } from "../layout/paging.tsx";
import type { Page } from "../request.ts";
import { Bars, Grades, type PictureProps, Spending } from "./bars.tsx";
import { Matrix } from "./matrix.tsx";
import { ResultWords } from "./result-words.ts";
import { Transfers } from "./transfers.tsx";

type Props = { readonly page: Page; readonly election: ElectionView };

export function Result({ page, election }: Props) {
  const { t } = page;
  const { count, isPublic } = election;
  if (!count) return null;
  const words = new ResultWords(page, election);
  return (
    <section class="result">
      <h2>{t("elections.result")}</h2>
      <Verdict {...{ page, election, words }} />
      {election.kind === "budget" && (
        <p>
          {t("elections.asCommitments")} <a href="/commitments/record">{t("elections.recordCommitment")}</a>.
        </p>
      )}
      {isPublic ? (
        <>
          <Picture {...{ page, election, words }} />
          <Why {...{ page, election, words }} />
          <Repeat page={page} election={election} />
        </>
      ) : (
        <p class="told">{t("elections.notPublished", { least: election.rules.leastBallots })}</p>
      )}
    </section>
  );
}

function Verdict({ page, election, words }: PictureProps) {
  const { t } = page;
  const elected = election.count?.elected ?? [];
  const key = elected.length === 0 ? "nobody" : election.kind;
  return (
    <div class="card">
      <p>
        <b>{t(`elections.verdict.${key}`, { count: elected.length, ballots: election.ballots ?? 0 })}</b>
      </p>
      <ol>
        {elected.map((candidate) => {
          const found = election.candidates.find(({ number }) => number === candidate + 1);
          const home = election.kind === "people" && found?.organization;
          return (
            <li>
              {words.name(candidate)}
              {home && <small> {textIn(home.name, page.language).text}</small>}
            </li>
          );
        })}
      </ol>
    </div>
  );
}

/** The one that shows what the method looks at. */
function Picture(props: PictureProps) {
  const { election } = props;
  const stages = election.count?.stages ?? [];
  const step = (action: string): Stage | undefined => stages.find((one) => one.action === action);
  if (election.kind === "budget") return <Spending {...props} />;
  const compare = step("compare");
  if (compare?.matrix) return <Matrix {...props} stage={compare} />;
  if (step("grade")) return <Grades {...props} stages={stages} />;
  const count = step("count");
  if (count) return <Bars {...props} stage={count} />;
  return step("begin") ? <Transfers {...props} /> : null;
}

/** Sentences beyond these are on a page with `?why=`. */
const MOST_WORDS = 6_000;

function Why({ page, election, words }: PictureProps) {
  const { t } = page;
  const parts = divide(words.sentences(), (sentence) => sentence.length + 20, MOST_WORDS);
  const shown = groupOf(parts, Number(page.address.searchParams.get("why")) || 1);
  return (
    <>
      <h3 id="why">{t("elections.why")}</h3>
      <ol class="why">
        {shown.items.map((sentence) => (
          <li>{sentence}</li>
        ))}
      </ol>
      {shown.number < shown.pages && (
        <p>
          <a href={`${election.href}?why=${shown.number + 1}#why`}>{t("layout.nextPage")}</a>
        </p>
      )}
    </>
  );
}

function Repeat({ page, election }: Props) {
  const { t } = page;
  const file = ballotFileNameOf(election);
  return (
    <>
      <h3>{t("elections.repeat")}</h3>
      <p>{t("elections.repeatSays")}</p>
      <pre>
        <code>{commandFor(election, election.candidates)}</code>
      </pre>
      <ul>
        <li>
          <a href={`${election.href}/${file}`}>{t("elections.ballotsFile", { file })}</a>
        </li>
        <li>
          <a href={`${election.href}/ballots.json`}>{t("elections.ballotsHashed")}</a>{" "}
          <small>
            SHA-256 <code>{election.ballotsHash}</code>
          </small>
        </li>
        <li>
          <a href={`${election.href}/count.json`}>{t("elections.protocol")}</a>{" "}
          <small>
            SHA-256 <code>{election.countHash}</code>
          </small>
        </li>
        {election.seed !== null && (
          <li>
            {t("elections.seed")} <code>{election.seed}</code>
          </li>
        )}
      </ul>
    </>
  );
}
