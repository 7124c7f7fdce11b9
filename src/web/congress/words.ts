// States of texts and amendments as tags, the same on every page of the congress.
import type { AmendmentState, Edition, TextState } from "#congress";
import { formatDates } from "#platform/i18n/i18n";
import type { Page } from "../request.ts";
import type { Tone } from "../layout/parts.tsx";

export const textTone: Readonly<Record<TextState, Tone>> = {
  draft: "plain",
  open: "going",
  adopting: "going",
  adopted: "done",
  published: "done",
};

export const amendmentTone: Readonly<Record<AmendmentState, Tone>> = {
  proposed: "plain",
  voting: "going",
  adopted: "done",
  rejected: "late",
  quorum_not_reached: "quiet",
  withdrawn: "quiet",
  incorporated: "done",
  no_longer_applies: "quiet",
  taken_up: "done",
  superseded: "quiet",
  falls_with_parent: "quiet",
};

/** `Caracas, 18–20 October 2019`. */
export function whenAndWhere(page: Page, edition: Pick<Edition, "hostCity" | "startsOn" | "endsOn">): string {
  return page.t("congress.whenWhere", {
    city: edition.hostCity,
    dates: formatDates(edition.startsOn, edition.endsOn, page.language),
  });
}
