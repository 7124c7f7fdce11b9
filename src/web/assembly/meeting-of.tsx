// On the page of a meeting: the organ whose meeting it is, and what it reports for its region.
import { type Organ, organPath } from "#assembly";
import { regionName } from "#platform/geography/index";
import { Said } from "../layout/parts.tsx";
import type { Page } from "../request.ts";

export function MeetingOf({ page, organ, href }: { page: Page; organ: Organ | undefined; href: string }) {
  if (!organ) return null;
  return (
    <p>
      <a href={organPath(null, organ.slug)}>
        <Said page={page} field={organ.name} />
      </a>
      {organ.region && (
        <>
          {" · "}
          <a href={`${href}/report`}>
            {page.t("cycle.report.title", { region: regionName(organ.region, page.language) })}
          </a>
        </>
      )}
    </p>
  );
}
