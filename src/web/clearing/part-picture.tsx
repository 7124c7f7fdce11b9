// The picture of one organisation's part: who owes it on the left, whom it owes on the right, itself in between; what is set off goes
// through in the colour of the key. Numbers stand for the lines of the table below it, which has the names and the figures.
import type { Page } from "../request.ts";

export type Piece = { readonly amount: bigint; readonly cleared: bigint };

type PartPictureProps = {
  readonly page: Page;
  /** In the order of the table: what is owed to it, then what it owes. */
  readonly owed: readonly Piece[];
  readonly owing: readonly Piece[];
  readonly said: string;
};

const WIDTH = 320;
const HEIGHT = 170;
const BLOCK = 26;
const GAP = 3;
const MIDDLE = WIDTH / 2 - BLOCK / 2;
/** More than these are drawn as one. */
const MOST = 9;

type Drawn = {
  readonly y: number;
  readonly height: number;
  readonly through: number;
  readonly label: string;
};

const sum = (pieces: readonly Piece[], of: keyof Piece) =>
  pieces.reduce((total, piece) => total + piece[of], 0n);

/** Heights on one scale for both sides, with small gaps between. */
function column(pieces: readonly Piece[], from: number, most: bigint): Drawn[] {
  const few = pieces.length <= MOST ? pieces : [...pieces.slice(0, MOST - 1), restOf(pieces)];
  const room = HEIGHT - GAP * MOST;
  const lengthOf = (amount: bigint) => (most === 0n ? 0 : Number((amount * BigInt(room * 100)) / most) / 100);
  let y = 0;
  return few.map(({ amount, cleared }, at) => {
    const height = Math.max(1, lengthOf(amount));
    const drawn = {
      y,
      height,
      through: Math.min(height, lengthOf(cleared)),
      label: pieces.length > MOST && at === MOST - 1 ? "…" : String(from + at),
    };
    y += height + GAP;
    return drawn;
  });
}

const restOf = (pieces: readonly Piece[]): Piece => ({
  amount: sum(pieces.slice(MOST - 1), "amount"),
  cleared: sum(pieces.slice(MOST - 1), "cleared"),
});

export function PartPicture({ owed, owing, said }: PartPictureProps) {
  const [into, out] = [sum(owed, "amount"), sum(owing, "amount")];
  const most = into > out ? into : out;
  const left = column(owed, 1, most);
  const right = column(owing, owed.length + 1, most);
  const height = Math.max(12, ...[...left, ...right].map((one) => one.y + one.height));
  return (
    <svg class="flow" role="img" aria-label={said} viewBox={`0 0 ${WIDTH} ${Math.ceil(height)}`}>
      <Bands drawn={left} from={BLOCK} to={MIDDLE} />
      <Bands drawn={right} from={WIDTH - BLOCK} to={MIDDLE + BLOCK} />
      <Blocks drawn={left} x={0} />
      <Blocks drawn={right} x={WIDTH - BLOCK} />
      <rect class="s-hopeful" x={MIDDLE} y="0" width={BLOCK} height={height} />
    </svg>
  );
}

function Bands({ drawn, from, to }: { drawn: readonly Drawn[]; from: number; to: number }) {
  let inner = 0;
  const bend = (from + to) / 2;
  const band = (y: number, at: number, height: number, kind: string) =>
    height > 0 && (
      <path
        class={kind}
        d={`M${from} ${y}C${bend} ${y} ${bend} ${at} ${to} ${at}V${at + height}C${bend} ${at + height} ${bend} ${y + height} ${from} ${y + height}Z`}
      />
    );
  return (
    <>
      {drawn.map(({ y, height, through }) => {
        const at = inner;
        inner += height;
        return (
          <>
            {band(y, at, through, "goes")}
            {band(y + through, at + through, height - through, "stays")}
          </>
        );
      })}
    </>
  );
}

function Blocks({ drawn, x }: { drawn: readonly Drawn[]; x: number }) {
  return (
    <>
      {drawn.map(({ y, height, label }) => (
        <>
          <rect class="s-lost" x={x} y={y} width={BLOCK} height={height} />
          {height > 11 && (
            <text x={x + BLOCK / 2} y={y + height / 2 + 4}>
              {label}
            </text>
          )}
        </>
      ))}
    </>
  );
}
