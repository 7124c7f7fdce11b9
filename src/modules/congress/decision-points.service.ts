// Marking the points of an adopted text that somebody is to follow up.
import { type Ctx, transact } from "#platform/context";
import { Refusal } from "#platform/errors";
import { appendAct } from "#platform/log/append";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { textsAreAdopted } from "./congress.rules.ts";
import { decisionPointOf, pointsAreMarkedOnce } from "./decision-points.rules.ts";
import { insertDecisionPoints, markedParagraphs } from "./decision-points.store.ts";
import { presiding } from "./editions.service.ts";
import { textPath } from "./paths.ts";
import { type MarkDecisionPointsInput, markDecisionPointsInput } from "./texts.schema.ts";
import { knownText } from "./texts.service.ts";
import { readVersion } from "./texts.store.ts";
import type { DecisionPointId } from "./types.ts";

/**
 * Makes paragraphs of an adopted text its decision points, named as the text numbers them; needs `congress.preside`.
 * Refuses with `textNotAdopted`, `paragraphUnknown` {position} and `decisionPointAlreadyMarked`.
 */
export async function markDecisionPoints(
  ctx: Ctx,
  input: MarkDecisionPointsInput,
): Promise<DecisionPointId[]> {
  const wanted = parse(markDecisionPointsInput, input);
  return transact(ctx, async (tx) => {
    const { authority } = await presiding(tx, wanted.edition);
    const { edition, text } = await knownText(tx, wanted, "locked");
    hold(textsAreAdopted(text.state));
    const marked = await markedParagraphs(tx, text.id);
    hold(pointsAreMarkedOnce(wanted.paragraphIds, new Set(marked)));
    const body = (await readVersion(tx.db, text.id, text.adoptedVersion ?? text.lastVersion))?.body ?? [];
    const points = wanted.paragraphIds.map((id, at) => {
      const point = decisionPointOf(body, id);
      if (!point) throw new Refusal("missing", "paragraphUnknown", { position: at + 1 });
      return point;
    });
    const ids = await insertDecisionPoints(tx, text.id, points, authority.mandateId);
    await appendAct(tx, {
      type: "congress.decision_points.marked",
      subject: textPath(edition.slug, text.slug),
      mandateId: authority.mandateId,
      record: {
        version: text.adoptedVersion,
        points: points.map(({ list, number, paragraph }, at) => {
          return { id: ids[at], list, number, paragraph: paragraph.id };
        }),
      },
    });
    return ids;
  });
}
