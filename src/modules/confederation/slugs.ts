// Slugs for addresses: ASCII, stable, unique among those given.
const LONGEST = 72;
/** The address of the form for a new organisation. */
const RESERVED = "new";

/** Letters that NFKD leaves whole. */
const WHOLE: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ł: "l",
  ı: "i",
  þ: "th",
  ð: "d",
};

/** `Comuna «El Maizal»` → `comuna-el-maizal`; a name in another script → the fallback. */
export function slugBase(name: string, fallback = "org"): string {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[ßæœøđłıþð]/g, (letter) => WHOLE[letter] ?? "")
    .replace(/['’ʼ]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, LONGEST)
    .replace(/^-+|-+$/g, "");
  return plain || fallback;
}

/** A slug for one name, with `-2`, `-3` … where taken. */
export function slugFor(name: string, taken: ReadonlySet<string>, fallback?: string): string {
  return slugGiver(taken, fallback)(name);
}

/**
 * Gives slugs for many names, each unique among `taken` and those given before. The count of each base goes on where
 * it stopped, so that the thousandth organisation of one name costs as much as the first.
 */
export function slugGiver(taken: ReadonlySet<string>, fallback?: string): (name: string) => string {
  const given = new Set<string>();
  const counts = new Map<string, number>();
  return (name) => {
    const base = slugBase(name, fallback);
    let count = counts.get(base) ?? 1;
    let slug = count === 1 ? base : `${base}-${count}`;
    while (slug === RESERVED || taken.has(slug) || given.has(slug)) slug = `${base}-${++count}`;
    counts.set(base, count + 1);
    given.add(slug);
    return slug;
  };
}
