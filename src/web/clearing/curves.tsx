// Two curves, drawn on the server: how much clears with a growing share of credit, and how unevenly what is owed is spread. The
// numbers stand in words and tables beside them.
import type { PublicAnalysis } from "#clearing";

const WIDTH = 320;
const HEIGHT = 180;

const at = (x: number, y: number) => `${Math.round(x * WIDTH)} ${Math.round((1 - y) * HEIGHT)}`;
const lineOf = (points: readonly (readonly [number, number])[]) =>
  `M${points.map(([x, y]) => at(x, y)).join("L")}`;

/** Along: the share of the credit that is used; upwards: of all that is owed, what clears. The level line is without credit. */
export function CreditCurve({
  curve,
  total,
  said,
}: {
  readonly curve: NonNullable<PublicAnalysis["curve"]>;
  readonly total: string;
  readonly said: string;
}) {
  const whole = Number(total) || 1;
  const points = curve.map(({ part, of, cleared }) => [part / of, Number(cleared) / whole] as const);
  const alone = points[0]?.[1] ?? 0;
  return (
    <svg class="flow" role="img" aria-label={said} viewBox={`0 0 ${WIDTH} ${HEIGHT}`}>
      <rect class="stays" width={WIDTH} height={HEIGHT} />
      <path class="goes" d={`${lineOf(points)}L${at(1, 0)}L${at(0, 0)}Z`} />
      <rect class="s-elected" y={Math.round((1 - alone) * HEIGHT)} width={WIDTH} height="2" />
    </svg>
  );
}

/** Along: organisations from those who are owed least; upwards: their share of all. The straight line would be if all were alike. */
export function LorenzCurve({
  points,
  said,
}: {
  readonly points: PublicAnalysis["lorenz"];
  readonly said: string;
}) {
  const drawn = points.map(({ holders, amount }) => [holders, amount] as const);
  return (
    <svg class="flow" role="img" aria-label={said} viewBox={`0 0 ${WIDTH} ${HEIGHT}`}>
      <path
        class="stays"
        d={`${lineOf([
          [0, 0],
          [1, 1],
          [1, 0],
        ])}Z`}
      />
      <path class="goes" d={`${lineOf(drawn)}L${at(1, 0)}Z`} />
    </svg>
  );
}
