// Units by their UCUM codes (Unified Code for Units of Measure, https://ucum.org), with their names in the pages' languages
// and their counterparts in the Ontology of units of Measure (OM 2), which ValueFlows counts in.
// Invariant: a code that passes is one of the list, or a UCUM annotation alone (`{seedling}`), which UCUM reads as the number one.

type Names = Readonly<Record<"es" | "en" | "pt" | "fr", string>>;

export type KnownUnit = {
  /** UCUM, case sensitive. */
  readonly code: string;
  /** As it stands behind a number. */
  readonly names: Names;
  /** Local name in OM 2. */
  readonly om2: string;
};

const unit = (code: string, om2: string, es: string, en = es, pt = es, fr = es): KnownUnit => ({
  code,
  om2,
  names: { es, en, pt, fr },
});

export const units: readonly KnownUnit[] = [
  unit("kg", "kilogram", "kg"),
  unit("g", "gram", "g"),
  unit("t", "tonne", "t"),
  unit("L", "litre", "L"),
  unit("m", "metre", "m"),
  unit("m2", "squareMetre", "m²"),
  unit("m3", "cubicMetre", "m³"),
  unit("har", "hectare", "ha"),
  unit("km", "kilometre", "km"),
  unit("kW.h", "kilowattHour", "kWh"),
  unit("h", "hour", "h"),
  unit("d", "day", "días", "days", "dias", "jours"),
  unit("{piece}", "one", "piezas", "pieces", "peças", "pièces"),
  unit("{dozen}", "one", "docenas", "dozens", "dúzias", "douzaines"),
  unit("{bundle}", "one", "atados", "bundles", "maços", "bottes"),
  unit("{sack}", "one", "sacos", "sacks", "sacos", "sacs"),
  unit("{crate}", "one", "cestas", "crates", "caixas", "caisses"),
  unit("{bottle}", "one", "botellas", "bottles", "garrafas", "bouteilles"),
  unit("{jar}", "one", "frascos", "jars", "potes", "bocaux"),
  unit("{seedling}", "one", "plántulas", "seedlings", "mudas", "plants"),
  unit("{portion}", "one", "raciones", "portions", "porções", "portions"),
  unit("{trip}", "one", "viajes", "trips", "viagens", "trajets"),
];

const known = new Map(units.map((one) => [one.code, one]));

export const LONGEST_UNIT = 32;

/** An annotation alone: printable ASCII without braces (UCUM §6). */
const ANNOTATION = /^\{[!-z|~]{1,30}\}$/;

export function isUnit(code: string): boolean {
  return known.has(code) || ANNOTATION.test(code);
}

/** The unit behind a number, in the reader's language; what somebody named themselves stays as it is. */
export function unitName(code: string, language: string): string {
  const names = known.get(code)?.names;
  if (!names) return code.replace(/^\{|\}$/g, "").replaceAll("_", " ");
  return names[(language.split("-")[0] ?? "es") as keyof Names] ?? names.es;
}

/** In OM 2: `kilogram`; what is counted by pieces is `one`. */
export function om2Unit(code: string): string {
  return known.get(code)?.om2 ?? "one";
}
