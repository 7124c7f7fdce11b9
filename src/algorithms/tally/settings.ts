// What one method alone is told, by name. Invariant: a setting that the method does not know is refused, never passed over.
import { CountRefused } from "./result.ts";

/**
 * The value of each known setting: what was given, else the first of its values. `free` are those that the method reads itself.
 * CountRefused `settingUnknown` {setting}, `settingValueUnknown` {setting, value}.
 */
export function settingsOf<const Known extends Readonly<Record<string, readonly [string, ...string[]]>>>(
  given: Readonly<Record<string, string>>,
  known: Known,
  free: readonly string[] = [],
): { readonly [Name in keyof Known]: Known[Name][number] } {
  for (const setting of Object.keys(given)) {
    if (!Object.hasOwn(known, setting) && !free.includes(setting))
      throw new CountRefused("settingUnknown", { setting });
  }
  const chosen = Object.entries(known).map(([setting, values]) => {
    const value = given[setting] ?? values[0];
    if (!values.includes(value)) throw new CountRefused("settingValueUnknown", { setting, value });
    return [setting, value];
  });
  return Object.fromEntries(chosen) as { readonly [Name in keyof Known]: Known[Name][number] };
}
