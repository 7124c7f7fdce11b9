// The whole list of speakers, as the chair's table sees it.
import type { SittingView, SpeakerView } from "#assembly";
import { textIn } from "#platform/multilingual";
import type { Page } from "../request.ts";
import { Speaker } from "./live-parts.tsx";

const SHOWN_WAITING = 60;

type WaitingProps = { readonly page: Page; readonly view: SittingView; readonly freshKey: () => string };

/** Everybody who waits, in the order in which they will speak. Whoever sits at the table takes off who no longer wants to. */
export function Waiting({ page, view, freshKey }: WaitingProps) {
  const { t } = page;
  const { next } = view.floor;
  if (next.length === 0) return <p class="quiet">{t("sittings.chair.nobodyWaits")}</p>;
  return (
    <>
      <ol class="next">
        {next.slice(0, SHOWN_WAITING).map((speaker) => (
          <li>
            <Speaker t={t} language={page.language} speaker={speaker} />
            <form method="post" action={`${view.href}/desk/withdraw`}>
              <input type="hidden" name="requestKey" value={freshKey()} />
              <button
                class="button second"
                name="requestId"
                value={speaker.requestId}
                aria-label={t("sittings.chair.leavesNamed", { name: nameOf(page, speaker) })}
              >
                {t("sittings.chair.leaves")}
              </button>
            </form>
          </li>
        ))}
      </ol>
      {next.length > SHOWN_WAITING && (
        <p class="quiet">{t("sittings.more", { count: next.length - SHOWN_WAITING })}</p>
      )}
    </>
  );
}

/** By whom they are called at the table. */
export const nameOf = ({ language }: Page, { personName, organization }: SpeakerView) =>
  personName ?? textIn(organization.name, language).text;
