// How an organisation's kind, standing and place are said and linked, the same on every page.
import type { DirectoryEntry, DirectoryFilter, FacetName, OrganizationStatus } from "#confederation";
import { countryName, languageName, regionName } from "#platform/geography/index";
import { type Multilingual, textIn } from "#platform/multilingual";
import type { Page } from "../request.ts";
import type { Crumb, Tone } from "../layout/parts.tsx";

export const toneOf: Readonly<Record<OrganizationStatus, Tone>> = {
  listed: "plain",
  applicant: "going",
  affiliated: "done",
  suspended: "late",
  withdrawn: "quiet",
  refused: "late",
};

/** A filter's value as a reader knows it. */
export function facetLabel(page: Page, facet: FacetName, value: string): string {
  switch (facet) {
    case "region":
      return regionName(value, page.language);
    case "country":
      return countryName(value, page.language);
    case "language":
      return languageName(value, page.language);
    default:
      return page.t(`organizations.${facet}.${value}`);
  }
}

/** `Commune · Lara, Venezuela`. */
export function kindAndPlace(page: Page, entry: DirectoryEntry): string {
  const where = [entry.place, entry.country && countryName(entry.country, page.language)]
    .filter(Boolean)
    .join(", ");
  return [page.t(`organizations.kind.${entry.kind}`), where].filter(Boolean).join(" · ");
}

export type Search = DirectoryFilter & { readonly q: string };

/** The directory's address for a search, or that of its map; what is not asked for is not in it. */
export function searchAddress(search: Search & { readonly after?: string }, path = "/organizations"): string {
  const parameters = new URLSearchParams();
  for (const name of ["q", "region", "country", "kind", "language", "status", "after"] as const) {
    const value = search[name];
    if (value) parameters.set(name, value);
  }
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}

/** The way back from a page about an organisation. */
export function organizationTrail(
  page: Page,
  { slug, name }: { readonly slug: string; readonly name: Multilingual },
): Crumb[] {
  return [
    { href: "/organizations", label: page.t("organizations.title") },
    { href: `/organizations/${slug}`, label: textIn(name, page.language).text },
  ];
}
