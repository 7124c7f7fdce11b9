// The pairwise matrix as a picture: how many ballots put the row before the column. The greater of two has a mark beside its shade.
import type { Stage } from "#algorithms/tally";
import type { PictureProps } from "./bars.tsx";

/** More candidates than these are only in the table. */
const MOST_DRAWN = 14;
const CELL = 36;
const HEAD = 26;

export function Matrix({ page, election, words, stage }: PictureProps & { readonly stage: Stage }) {
  const { t } = page;
  const matrix = stage.matrix ?? [];
  const order = election.count?.elected ?? [];
  return (
    <>
      {order.length <= MOST_DRAWN && <Drawn {...{ page, election, words, matrix, order }} />}
      <details open={order.length > MOST_DRAWN}>
        <summary>{t("elections.table")}</summary>
        <div class="scroll" tabindex={0} role="region" aria-label={t("elections.table")}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("elections.pairHead")}</th>
                {order.map((column) => (
                  <th scope="col" class="num">
                    {words.name(column)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {order.map((row) => (
                <tr>
                  <th scope="row">{words.name(row)}</th>
                  {order.map((column) => (
                    <td class="num">{row === column ? "—" : words.figure(matrix[row]?.[column])}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </>
  );
}

type DrawnProps = PictureProps & {
  readonly matrix: readonly (readonly string[])[];
  readonly order: readonly number[];
};

function Drawn({ page, words, matrix, order }: DrawnProps) {
  const size = HEAD + order.length * CELL;
  const centre = (at: number) => HEAD + at * CELL + CELL / 2;
  return (
    <figure>
      <svg class="matrix" role="img" aria-label={page.t("elections.pairs")} viewBox={`0 0 ${size} ${size}`}>
        {order.map((_, at) => (
          <>
            <text class="head" x={centre(at)} y={HEAD - 9}>
              {at + 1}
            </text>
            <text class="head" x={HEAD / 2} y={centre(at) + 4}>
              {at + 1}
            </text>
          </>
        ))}
        {order.map((row, down) =>
          order.map((column, across) => {
            const [x, y] = [HEAD + across * CELL, HEAD + down * CELL];
            if (row === column)
              return <rect class="self" x={x + 1} y={y + 1} width={CELL - 2} height={CELL - 2} />;
            const own = Number(matrix[row]?.[column] ?? 0);
            const other = Number(matrix[column]?.[row] ?? 0);
            const kind = own > other ? "won" : own < other ? "lost" : "even";
            return (
              <>
                <rect class={kind} x={x + 1} y={y + 1} width={CELL - 2} height={CELL - 2} />
                {own > other && <path class="mark" d={`M${x + 1} ${y + 1}h9l-9 9z`} />}
                <text class={kind} x={centre(across)} y={centre(down) + 4}>
                  {words.figure(matrix[row]?.[column])}
                </text>
              </>
            );
          }),
        )}
      </svg>
      <figcaption>{page.t("elections.pairsSay")}</figcaption>
    </figure>
  );
}
