// From the page of an edition to what the reader's mandates allow in its room.
import type { StandingInRoom } from "#assembly";
import { type Edition, editionPath } from "#congress";
import { textIn } from "#platform/multilingual";
import type { Page } from "../request.ts";
import { nominationsPath } from "./nominations.page.tsx";

type ActsProps = { readonly page: Page; readonly edition: Edition; readonly standing: StandingInRoom };

export function RoomActs({ page, edition, standing }: ActsProps) {
  const { t } = page;
  const base = editionPath(edition.slug);
  const acts = [
    ...standing.nominates.map((one) => ({
      href: nominationsPath(edition.slug, one.slug),
      label: t("room.links.nominate", { name: textIn(one.name, page.language).text }),
    })),
    ...(standing.credentials ? [{ href: `${base}/credentials`, label: t("room.credentials.title") }] : []),
    ...(standing.admits ? [{ href: `${base}/door`, label: t("room.door.title") }] : []),
  ];
  if (acts.length === 0) return null;
  return (
    <p class="acts">
      {acts.map(({ href, label }) => (
        <a class="button second" href={href}>
          {label}
        </a>
      ))}
    </p>
  );
}
