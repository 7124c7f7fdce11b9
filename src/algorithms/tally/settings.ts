// What one method alone is told, by name. Invariant: a setting that the method does not know is refused, never passed over.
import { CountRefused } from "./result.ts";

/**
 * The value of each known setting: what was given, else the first of its values.
 * CountRefused `settingUnknown` {setting}, `settingValueUnknown` {setting, value}.
 */
export function settingsOf<K extends string>(
  given: Readonly<Record<string, string>>,
  known: Readonly<Record<K, readonly [string, ...string[]]>>,
): Record<K, string> {
  for (const setting of Object.keys(given)) {
    if (!Object.hasOwn(known, setting)) throw new CountRefused("settingUnknown", { setting });
  }
  const names = Object.keys(known) as K[];
  return Object.fromEntries(
    names.map((setting) => {
      const value = given[setting] ?? known[setting][0];
      if (!known[setting].includes(value)) throw new CountRefused("settingValueUnknown", { setting, value });
      return [setting, value];
    }),
  ) as Record<K, string>;
}
