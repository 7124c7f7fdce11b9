// Organs, their rules and people's standing in words, the same on every page of the room.
import type { DelegateState, OrganRules, Share } from "#assembly";
import { formatNumber } from "#platform/i18n/i18n";
import type { Tone } from "../layout/parts.tsx";
import type { Page } from "../request.ts";

export const delegateTone: Readonly<Record<DelegateState, Tone>> = {
  nominated: "going",
  accepted: "done",
  refused: "late",
  withdrawn: "quiet",
};

/** Shares that assemblies use and that have words; others are written as fractions. */
export const namedShares = ["1/2", "1/3", "2/3", "1/4", "3/4", "2/5", "3/5"] as const;

export const fractionOf = ({ numerator, denominator }: Share): string => `${numerator}/${denominator}`;

export function shareWords(page: Page, share: Share): string {
  const fraction = fractionOf(share);
  return (namedShares as readonly string[]).includes(fraction)
    ? page.t(`room.share.${fraction.replace("/", "-")}`)
    : fraction;
}

export function shareFrom(typed: string): Share {
  const [numerator = Number.NaN, denominator = Number.NaN] = typed.split("/").map(Number);
  return { numerator, denominator };
}

/** The rules of an organ as sentences that whoever is in the room can check. */
export function ruleSentences(page: Page, { quorum, speaking }: OrganRules): string[] {
  const { t } = page;
  const { firstTimeFirst, alternation, seconds, timesPerItem, namesPublic } = speaking;
  return [
    t(`room.rule.quorum.${quorum.of}`, { share: shareWords(page, quorum.share) }),
    ...(firstTimeFirst ? [t("room.rule.firstTimeFirst")] : []),
    ...(alternation === "none" ? [] : [t(`room.rule.alternation.${alternation}`)]),
    seconds === null
      ? t("room.rule.noLimit")
      : t("room.rule.seconds", {
          minutes: formatNumber(Math.round((seconds / 60) * 10) / 10, page.language),
        }),
    ...(timesPerItem === null ? [] : [t("room.rule.times", { count: timesPerItem })]),
    ...(namesPublic ? [t("room.rule.namesPublic")] : []),
  ];
}
