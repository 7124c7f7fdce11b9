// From the page of an edition to its room: what everybody reads, and what the reader's mandates allow.
import type { StandingInRoom } from "#assembly";
import { type Edition, editionPath } from "#congress";
import { textIn } from "#platform/multilingual";
import type { Page } from "../request.ts";
import { nominationsPath } from "./nominations.page.tsx";

type LinksProps = { readonly page: Page; readonly edition: Edition; readonly standing: StandingInRoom };

export function RoomLinks({ page, edition, standing }: LinksProps) {
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
  return (
    <section>
      <h2>{t("room.links.title")}</h2>
      <ul class="columns">
        <li>
          <a href={`${base}/organs`}>{t("room.organs.title")}</a>
        </li>
        <li>
          <a href={`${base}/seats`}>{t("room.seats.title")}</a>
        </li>
        <li>
          <a href={`${base}/presence`}>{t("room.presence.title")}</a>
        </li>
      </ul>
      {acts.length > 0 && (
        <p class="acts">
          {acts.map(({ href, label }) => (
            <a class="button second" href={href}>
              {label}
            </a>
          ))}
        </p>
      )}
    </section>
  );
}
