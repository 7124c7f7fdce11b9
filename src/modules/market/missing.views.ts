// What is missing: needs that everybody may see and that no offer in the same region meets, by category and region.
import type { Ctx } from "#platform/context";
import { type CategoryKey, isCategory } from "./categories.ts";
import { tallyOfMarket } from "./search.views.ts";

export type Missing = {
  readonly category: CategoryKey;
  /** UN M49. */
  readonly region: string;
  readonly needs: number;
  /** Offers of the category in other regions: what could be brought. */
  readonly offeredElsewhere: number;
};

/** The most needed first. As a visitor sees the market, whoever asks: it is shown to everybody. */
export async function whatIsMissing(ctx: Ctx): Promise<Missing[]> {
  const groups = await tallyOfMarket({ ...ctx, actor: { kind: "visitor" } });
  const counts = new Map<string, { needs: number; offers: number }>();
  const offered = new Map<string, number>();
  for (const { count, traits } of groups) {
    const [category = ""] = traits.category.slice(-1);
    const [region = ""] = traits.region;
    const key = `${category} ${region}`;
    const known = counts.get(key) ?? { needs: 0, offers: 0 };
    if (traits.kind.includes("need")) known.needs += count;
    else {
      known.offers += count;
      offered.set(category, (offered.get(category) ?? 0) + count);
    }
    counts.set(key, known);
  }
  return [...counts]
    .flatMap(([key, { needs, offers }]) => {
      const [category = "", region = ""] = key.split(" ");
      if (needs === 0 || offers > 0 || !isCategory(category) || region === "") return [];
      return [{ category, region, needs, offeredElsewhere: offered.get(category) ?? 0 }];
    })
    .sort((one, other) => other.needs - one.needs || (one.category < other.category ? -1 : 1));
}
