// `npm run bench:tally`: how fast and with how much memory votes are counted. Exits 1 when one of the measures is missed:
// Scottish STV below 3,000,000 ballots a second with reading, equal shares on 27,073 ballots over half a second, Schulze with 1,000
// candidates over 5 s.
import { benchEqualShares } from "./tally-equal-shares.ts";
import { benchSchulze } from "./tally-schulze.ts";
import { benchStv } from "./tally-stv.ts";

const kept = [benchStv(), benchEqualShares(), benchSchulze()];
if (kept.includes(false)) process.exitCode = 1;
