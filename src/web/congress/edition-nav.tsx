// From the page of a congress to its parts, and to what its sittings do at this moment.
import type { SittingSummary } from "#assembly";
import { Said, Tag } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { dayOf, hoursOf, sittingTone } from "../sittings/words.ts";

/** Pages below an edition that everybody may read, in the order in which an assembly comes to them. */
const parts = [
  "sittings",
  "texts",
  "motions",
  "elections",
  "rules",
  "organs",
  "seats",
  "presence",
  "requests",
  "archive",
] as const;

export function EditionNav({ page, href }: { page: Page; href: string }) {
  return (
    <nav class="ways" aria-label={page.t("congress.nav.label")}>
      <ul>
        {parts.map((part) => (
          <li>
            <a href={`${href}/${part}`}>{page.t(`congress.nav.${part}`)}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export function SittingAtHand({ page, sitting }: { page: Page; sitting: SittingSummary | undefined }) {
  if (!sitting) return null;
  return (
    <section class="card">
      <h2>{page.t(sitting.state === "planned" ? "congress.nextSitting" : "congress.sittingNow")}</h2>
      <p>
        <a href={sitting.href}>
          <Said page={page} field={sitting.title} />
        </a>{" "}
        <Tag tone={sittingTone[sitting.state]}>{page.t(`sittings.state.${sitting.state}`)}</Tag>
        <br />
        <small>
          {dayOf(page, sitting)}, {hoursOf(page, sitting)}
          {sitting.place && ` · ${sitting.place}`}
        </small>
      </p>
    </section>
  );
}
