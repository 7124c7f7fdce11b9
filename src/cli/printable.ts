// What a stranger wrote must not steer a terminal: control and formatting characters are shown as gaps, long texts cut short.

type Facts = Readonly<Record<string, string | number>>;

export function printable(facts: Facts): Facts {
  const clean = (value: string | number) =>
    typeof value === "string" ? value.replaceAll(/\p{C}/gu, "\u{FFFD}").slice(0, 300) : value;
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, clean(value)]));
}
