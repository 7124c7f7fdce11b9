// Ballots of any kind as rankings, for the methods that compare candidates with each other.
// Invariant: whoever a ballot does not name stands below all whom it names, and alike with the others it does not name.
import { alsoRanked, type Ballots, distinct } from "../../ballots/index.ts";

/**
 * An approval ballot ranks those approved together before the rest; a score ballot ranks by points, the most first, and puts
 * whom it gives none below. Ballots that come out alike are not joined.
 */
export function asRankings(ballots: Ballots): Ballots {
  if (ballots.kind === "ranked") return ballots;
  const { offsets, entries, points } = ballots;
  const ranked = entries.slice();
  for (let ballot = 0; ballot < distinct(ballots); ballot++) {
    const [from, to] = [offsets[ballot] ?? 0, offsets[ballot + 1] ?? 0];
    if (!points) for (let at = from + 1; at < to; at++) ranked[at] = (entries[at] ?? 0) + alsoRanked;
    else {
      const order = Array.from({ length: to - from }, (_, at) => from + at);
      order.sort((a, b) => (points[b] ?? 0) - (points[a] ?? 0) || a - b);
      order.forEach((entry, at) => {
        const before = order[at - 1];
        const shares = before !== undefined && points[before] === points[entry];
        ranked[from + at] = (entries[entry] ?? 0) + (shares ? alsoRanked : 0);
      });
    }
  }
  return { ...ballots, kind: "ranked", entries: ranked, points: null, pointsUnit: 1 };
}
