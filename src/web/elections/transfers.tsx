// A flow of transfers: every stage is a row in which all votes stand beside each other, and between two rows they go where the count
// sent them. What became of a candidate is said by shade, by edge and by a sign.
import type { Stage } from "#algorithms/tally";
import type { PictureProps } from "./bars.tsx";
import { differenceOf } from "./result-words.ts";

const WIDTH = 360;
const ROW = 20;
/** From the foot of a row to the head of the next. */
const FALL = 34;
const LABEL = 13;
/** Narrower parts have no number in them. */
const LEAST_FOR_NUMBER = 13;
/** And narrower ones no sign behind it. */
const LEAST_FOR_SIGN = 19;
const STAGES_A_PICTURE = 14;

type Part = { readonly x: number; readonly width: number };
type Row = { readonly stage: Stage; readonly parts: readonly Part[]; readonly y: number };

/** The last step of each stage: how the votes stood when it was over. */
export function stagesOf(stages: readonly Stage[]): Stage[] {
  const last = new Map<number, Stage>();
  for (const stage of stages) if (stage.votes.length > 0) last.set(stage.stage, stage);
  return [...last.values()].sort((a, b) => a.stage - b.stage);
}

/** Votes that count for nobody any more, at the end of a row. */
function lostOf({ votes }: Stage, whole: number): number {
  return Math.max(0, whole - votes.reduce((sum, one) => sum + Number(one), 0));
}

function rowsOf(stages: readonly Stage[]): Row[] {
  const whole = Math.max(...stages.map(({ votes }) => votes.reduce((sum, one) => sum + Number(one), 0)), 1);
  return stages.map((stage, at) => {
    let from = 0;
    const parts = [...stage.votes.map(Number), lostOf(stage, whole)].map((many) => {
      const width = (many / whole) * WIDTH;
      const part = { x: from, width };
      from += width;
      return part;
    });
    return { stage, parts, y: LABEL + at * (ROW + FALL + LABEL) };
  });
}

export function Transfers({ page, election, words }: PictureProps) {
  const { t } = page;
  const stages = stagesOf(election.count?.stages ?? []);
  const rows = rowsOf(stages.slice(0, STAGES_A_PICTURE));
  const height = rows.length * (ROW + FALL + LABEL) - FALL;
  const standing = stages[0]?.votes ?? [];
  return (
    <>
      <figure>
        <svg class="flow" role="img" aria-label={t("elections.flow")} viewBox={`0 0 ${WIDTH} ${height}`}>
          {rows.map((row, at) => {
            const next = rows[at + 1];
            return (
              <>
                {next && <Flows from={row} to={next} />}
                <text class="head" x="0" y={row.y - 3}>
                  {stageWords(page, row.stage.stage)}
                </text>
                <Parts row={row} />
              </>
            );
          })}
        </svg>
        <figcaption>
          <ol class="key">
            {standing.map((_, candidate) => (
              <li>
                {candidate + 1}. {words.name(candidate)}
              </li>
            ))}
          </ol>
          <ul class="key">
            {(["elected", "hopeful", "defeated", "lost"] as const).map((state) => (
              <li>
                <i class={`s-${state}`}></i>
                {t(`elections.fate.${state}`)}
              </li>
            ))}
          </ul>
        </figcaption>
      </figure>
      <StageTable {...{ page, election, words, stages }} />
    </>
  );
}

const stageWords = (page: PictureProps["page"], stage: number) =>
  stage === 0 ? page.t("elections.first") : page.t("elections.stage", { stage });

const round = (length: number) => Math.round(length * 10) / 10;

function Parts({ row }: { row: Row }) {
  return (
    <>
      {row.parts.map(({ x, width }, candidate) => {
        if (width < 0.3) return null;
        const state = row.stage.states[candidate] ?? "lost";
        const kind = state === "pending" ? "elected" : state;
        return (
          <>
            <rect class={`s-${kind}`} x={round(x)} y={row.y} width={round(width)} height={ROW} />
            {width >= LEAST_FOR_NUMBER && candidate < row.stage.votes.length && (
              <text class={`s-${kind}`} x={round(x + width / 2)} y={row.y + 14}>
                {candidate + 1}
                {kind === "elected" && width >= LEAST_FOR_SIGN && "✓"}
              </text>
            )}
          </>
        );
      })}
    </>
  );
}

/** A band from one place to another, narrowing to nothing nowhere: the same width at both ends. */
function band(from: number, to: number, width: number, top: number): string {
  const [foot, head, middle] = [top + ROW, top + ROW + FALL + LABEL, top + ROW + (FALL + LABEL) / 2];
  const [a, b, c, d] = [from, from + width, to + width, to].map(round);
  return `M${a} ${foot}C${a} ${middle} ${d} ${middle} ${d} ${head}H${c}C${c} ${middle} ${b} ${middle} ${b} ${foot}z`;
}

/** What stays goes straight down; what one candidate lost is shared among those who gained. */
function Flows({ from, to }: { from: Row; to: Row }) {
  const kept = from.parts.map((part, at) => Math.min(part.width, to.parts[at]?.width ?? 0));
  const losers = from.parts.flatMap((part, at) => (part.width - (kept[at] ?? 0) > 0.05 ? [at] : []));
  const gainers = to.parts.flatMap((part, at) => (part.width - (kept[at] ?? 0) > 0.05 ? [at] : []));
  const [source] = losers;
  let given = 0;
  return (
    <>
      {from.parts.map((part, at) => {
        const width = kept[at] ?? 0;
        if (width < 0.3) return null;
        return <path class="stays" d={band(part.x, to.parts[at]?.x ?? 0, width, from.y)} />;
      })}
      {/* With several who lose at once nobody can say whose votes went where. */}
      {losers.length === 1 &&
        source !== undefined &&
        gainers.map((gainer) => {
          const gain = (to.parts[gainer]?.width ?? 0) - (kept[gainer] ?? 0);
          const start = (from.parts[source]?.x ?? 0) + (kept[source] ?? 0) + given;
          given += gain;
          if (gain < 0.3) return null;
          const end = (to.parts[gainer]?.x ?? 0) + (kept[gainer] ?? 0);
          return <path class="goes" d={band(start, end, gain, from.y)} />;
        })}
    </>
  );
}

type TableProps = PictureProps & { readonly stages: readonly Stage[] };

/** Every figure of every stage, candidates down and stages across; the change since the stage before is the flow. */
function StageTable({ page, words, stages }: TableProps) {
  const { t } = page;
  const first = stages[0];
  const last = stages.at(-1);
  if (!first || !last) return null;
  return (
    <details>
      <summary>{t("elections.table")}</summary>
      <div class="scroll" tabindex={0} role="region" aria-label={t("elections.table")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("elections.candidate")}</th>
              {stages.map(({ stage }) => (
                <th scope="col" class="num">
                  {stageWords(page, stage)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {first.votes.map((_, candidate) => (
              <tr>
                <th scope="row">
                  {last.states[candidate] === "elected" && "✓ "}
                  {words.name(candidate)}
                </th>
                {stages.map(({ votes }, at) => {
                  const before = stages[at - 1]?.votes[candidate];
                  const gone = before !== undefined && differenceOf(votes[candidate] ?? "0", before) < 0;
                  return (
                    <td class="num">
                      {words.figure(votes[candidate])}
                      {gone && " ↓"}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
