// The sittings of an organ, on its page.
import type { listSittings } from "#assembly";
import { formatInstant } from "#platform/i18n/i18n";
import { Nothing, Said, Tag } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { sittingTone } from "../sittings/words.ts";

const SITTINGS_HERE = 30;

type SittingsProps = {
  readonly page: Page;
  readonly sittings: Awaited<ReturnType<typeof listSittings>>;
};

export function OrganSittings({ page, sittings }: SittingsProps) {
  const { t } = page;
  return (
    <section>
      <h2>{t("room.organ.sittingsTitle")}</h2>
      {sittings.length === 0 && <Nothing>{t("room.organ.noSittings")}</Nothing>}
      <ul class="list">
        {sittings.slice(0, SITTINGS_HERE).map((sitting) => (
          <li>
            <div>
              <a href={sitting.href}>
                <Said page={page} field={sitting.title} />
              </a>{" "}
              <Tag tone={sittingTone[sitting.state]}>{t(`sittings.state.${sitting.state}`)}</Tag>
            </div>
            <small>
              {formatInstant(
                sitting.startsAt,
                page.language,
                { dateStyle: "medium", timeStyle: "short" },
                sitting.zone,
              )}
              {sitting.place && ` · ${sitting.place}`}
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}
