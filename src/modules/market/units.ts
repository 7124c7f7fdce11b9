// Units by their UCUM codes (Unified Code for Units of Measure, https://ucum.org), with their names in the pages' languages
// and their counterparts in the Ontology of units of Measure (OM 2), which ValueFlows counts in.
// Invariant: a code that passes is one of the list, or a UCUM annotation alone (`{seedling}`), which UCUM reads as the number one.

type Names = Readonly<Record<"es" | "en" | "pt" | "fr", string>>;

export type KnownUnit = {
  /** UCUM, case sensitive. */
  readonly code: string;
  /** As it stands behind a number, and of one alone: `6 USD / loaf`. */
  readonly names: Names;
  readonly one: Names;
  /** Local name in OM 2. */
  readonly om2: string;
};

const symbol = (code: string, om2: string, sign: string): KnownUnit => {
  const names = { es: sign, en: sign, pt: sign, fr: sign };
  return { code, om2, names, one: names };
};

/** What is counted: `saco, sacos`, in Spanish, English, Portuguese and French. */
const counted = (code: string, ...said: readonly [string, string, string, string]): KnownUnit => {
  const form = (index: 0 | 1): Names => {
    const [es = "", en = "", pt = "", fr = ""] = said.map((each) => each.split(", ")[index] ?? each);
    return { es, en, pt, fr };
  };
  return { code, om2: code === "d" ? "day" : "one", one: form(0), names: form(1) };
};

export const units: readonly KnownUnit[] = [
  symbol("kg", "kilogram", "kg"),
  symbol("g", "gram", "g"),
  symbol("t", "tonne", "t"),
  symbol("L", "litre", "L"),
  symbol("m", "metre", "m"),
  symbol("m2", "squareMetre", "m²"),
  symbol("m3", "cubicMetre", "m³"),
  symbol("har", "hectare", "ha"),
  symbol("km", "kilometre", "km"),
  symbol("kW.h", "kilowattHour", "kWh"),
  symbol("h", "hour", "h"),
  counted("d", "día, días", "day, days", "dia, dias", "jour, jours"),
  counted("{piece}", "pieza, piezas", "piece, pieces", "peça, peças", "pièce, pièces"),
  counted("{dozen}", "docena, docenas", "dozen, dozens", "dúzia, dúzias", "douzaine, douzaines"),
  counted("{bundle}", "atado, atados", "bundle, bundles", "maço, maços", "botte, bottes"),
  counted("{sack}", "saco, sacos", "sack, sacks", "saco, sacos", "sac, sacs"),
  counted("{crate}", "cesta, cestas", "crate, crates", "caixa, caixas", "caisse, caisses"),
  counted("{bottle}", "botella, botellas", "bottle, bottles", "garrafa, garrafas", "bouteille, bouteilles"),
  counted("{jar}", "frasco, frascos", "jar, jars", "pote, potes", "bocal, bocaux"),
  counted("{seedling}", "plántula, plántulas", "seedling, seedlings", "muda, mudas", "plant, plants"),
  counted("{portion}", "ración, raciones", "portion, portions", "porção, porções", "portion, portions"),
  counted("{trip}", "viaje, viajes", "trip, trips", "viagem, viagens", "trajet, trajets"),
];

const known = new Map(units.map((one) => [one.code, one]));

export const LONGEST_UNIT = 32;

/** An annotation alone: printable ASCII without braces (UCUM §6). */
const ANNOTATION = /^\{[!-z|~]{1,30}\}$/;

export function isUnit(code: string): boolean {
  return known.has(code) || ANNOTATION.test(code);
}

/** The unit behind a number, or of one alone, in the reader's language; what somebody named themselves stays as it is. */
export function unitName(code: string, language: string, of: "many" | "one" = "many"): string {
  const unit = known.get(code);
  const names = of === "one" ? unit?.one : unit?.names;
  if (!names) return code.replace(/^\{|\}$/g, "").replaceAll("_", " ");
  return names[(language.split("-")[0] ?? "es") as keyof Names] ?? names.es;
}

/** In OM 2: `kilogram`; what is counted by pieces is `one`. */
export function om2Unit(code: string): string {
  return known.get(code)?.om2 ?? "one";
}
