// The points that a scale allows, where the caller says which; for the methods that count points or grades.
// Invariant: one ballot outside the scale refuses the count, because nobody can say what it would have been inside it.
import type { Ballots } from "../../ballots/index.ts";
import { ceiling, floor, fraction, parseFraction, times } from "../../fractions/index.ts";
import type { CountOptions } from "../method.ts";
import { CountRefused } from "../result.ts";

/**
 * Holds every ballot to the settings `min` and `max`; the least and the most that they allow, in the points' unit, null
 * where nothing is set. CountRefused `settingValueUnknown` {setting, value}, `pointsBelowScale` {least}, `pointsAboveScale`
 * {most}.
 */
export function heldScale(
  { points, pointsUnit }: Ballots,
  { settings }: CountOptions,
): { least: number | null; most: number | null } {
  const bound = (setting: "min" | "max") => {
    const value = settings[setting];
    if (value === undefined) return null;
    const parsed = parseFraction(value);
    if (!parsed) throw new CountRefused("settingValueUnknown", { setting, value });
    return times(parsed, fraction(pointsUnit));
  };
  const [min, max] = [bound("min"), bound("max")];
  const least = min && Number(ceiling(min));
  const most = max && Number(floor(max));
  for (const given of points ?? []) {
    if (least !== null && given < least)
      throw new CountRefused("pointsBelowScale", { least: settings["min"] ?? "" });
    if (most !== null && given > most)
      throw new CountRefused("pointsAboveScale", { most: settings["max"] ?? "" });
  }
  return { least, most };
}
