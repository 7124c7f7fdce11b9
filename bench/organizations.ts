// Generated organisations for measuring the directory: names as they occur, common words and rare ones, in several
// languages. The same seed gives the same organisations.

export type GeneratedOrganization = {
  readonly id: string;
  readonly slug: string;
  readonly external_id: string;
  readonly kind: string;
  readonly name: { readonly source: string; readonly texts: Readonly<Record<string, string>> };
  readonly country: string;
  readonly place: string;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly languages: readonly string[];
  readonly status: string;
};

/** A small generator (mulberry32): fast, seeded, good enough to spread names. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const countries: readonly (readonly [code: string, language: string, latitude: number, longitude: number])[] = [
  ["VE", "es", 8, -66], ["CO", "es", 4, -73], ["EC", "es", -1, -78], ["PE", "es", -10, -76], ["BO", "es", -17, -65],
  ["AR", "es", -34, -64], ["CL", "es", -33, -71], ["UY", "es", -33, -56], ["PY", "es", -23, -58], ["BR", "pt", -10, -52],
  ["MX", "es", 23, -102], ["GT", "es", 15, -90], ["HN", "es", 15, -86], ["SV", "es", 13, -88], ["NI", "es", 13, -85],
  ["CU", "es", 21, -79], ["DO", "es", 19, -70], ["HT", "fr", 19, -72], ["US", "en", 39, -98], ["CA", "en", 56, -106],
  ["ES", "es", 40, -4], ["FR", "fr", 46, 2], ["PT", "pt", 39, -8], ["IT", "it", 42, 12], ["IN", "en", 21, 78],
  ["ZA", "en", -29, 24], ["SN", "fr", 14, -14],
]; // prettier-ignore

const openings: Readonly<Record<string, readonly (readonly [name: string, kind: string])[]>> = {
  es: [["Comuna", "commune"], ["Comuna Socialista", "commune"], ["Comuna Agroecológica", "commune"], ["Consejo Comunal", "communal_council"], ["Consejo Comunal de la Comuna", "communal_council"], ["Ciudad Comunal", "communal_city"], ["Cooperativa de Producción", "cooperative"], ["Movimiento de Mujeres", "social_movement"], ["Red de Radios", "network"], ["Comuna Urbana", "commune"]],
  pt: [["Comuna", "commune"], ["Assentamento", "commune"], ["Cooperativa de Produção", "cooperative"], ["Movimento dos Trabalhadores", "social_movement"], ["Rede de Comunicação", "network"], ["Comuna da Terra", "commune"]],
  fr: [["Comuna solidaire", "commune"], ["Coopérative paysanne", "cooperative"], ["Mouvement populaire", "social_movement"], ["Radio communautaire", "medium"]],
  en: [["Comuna House", "commune"], ["Workers Cooperative", "cooperative"], ["Tenants Movement", "social_movement"], ["Community Radio", "medium"], ["Commission on Food", "commission"]],
  it: [["Comuna agricola", "commune"], ["Cooperativa sociale", "cooperative"], ["Istituto popolare", "institution"]],
}; // prettier-ignore

const heroes = ["Simón Rodríguez", "Ezequiel Zamora", "Túpac Katari", "Micaela Bastidas", "Zumbi", "Camilo Torres", "Berta Cáceres", "Argelia Laya", "Manuelita Sáenz", "José Martí", "El Maizal", "Pío Tamayo", "Che Guevara", "Dessalines", "Bartolina Sisa", "Marielle"]; // prettier-ignore
const heads = ["ca", "gua", "ma", "que", "ti", "yu", "pa", "chi", "ña", "lle", "ro", "sa", "bé", "tú", "ji", "cu", "mo", "zu", "ña", "ara", "tere", "vi"]; // prettier-ignore
const tails = ["ra", "mo", "nía", "cué", "po", "ri", "ca", "llo", "na", "tá", "bo", "qui", "gua", "re", "ní", "yo", "so"]; // prettier-ignore
const statuses = ["listed", "listed", "listed", "affiliated", "affiliated", "applicant", "suspended", "withdrawn", "refused"]; // prettier-ignore

function uuidOf(number: number): string {
  return `01900000-0000-7000-8000-${number.toString(16).padStart(12, "0")}`;
}

/** `count` organisations, one after the other. */
export function* generateOrganizations(count: number, seed = 7): Generator<GeneratedOrganization> {
  const random = randomFrom(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const word = () => {
    let text = pick(heads);
    for (let syllables = 1 + Math.floor(random() * 3); syllables > 0; syllables--) text += pick(tails);
    return text.charAt(0).toUpperCase() + text.slice(1);
  };
  for (let number = 1; number <= count; number++) {
    // Squared, so that a few countries have most of them, as it is.
    const [country, language, latitude, longitude] = countries[Math.floor(random() ** 2 * countries.length)] ?? countries[0]!; // prettier-ignore
    const [opening, kind] = pick(openings[language] ?? []);
    const rest = random() < 0.4 ? pick(heroes) : `${word()} ${random() < 0.5 ? word() : pick(["del Sur", "Alto", "de la Sierra", "Nuevo", "I", "II"])}`; // prettier-ignore
    const texts: Record<string, string> = {
      [language]: `${opening} ${rest} ${random() < 0.3 ? word() : ""}`.trim(),
    };
    if (random() < 0.15) texts["qu"] = `${word()} ${word()} ayllu`;
    const placed = random() < 0.7;
    yield {
      id: uuidOf(number),
      slug: `org-${number}`,
      external_id: `${country}-${String(number).padStart(6, "0")}`,
      kind,
      name: { source: language, texts },
      country,
      place: word(),
      latitude: placed ? latitude + (random() - 0.5) * 6 : null,
      longitude: placed ? longitude + (random() - 0.5) * 6 : null,
      languages: random() < 0.2 ? [language, "qu"] : random() < 0.1 ? [language, "ay"] : [language],
      status: pick(statuses),
    };
  }
}
