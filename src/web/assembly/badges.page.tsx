// Badges for printing: eight on a sheet of A4. On the screen each can be replaced when it was lost.
import { type DelegateEntry, writtenCode } from "#assembly";
import { type Edition, editionPath } from "#congress";
import { textIn } from "#platform/multilingual";
import { raw } from "hono/html";
import { whenAndWhere } from "../congress/words.ts";
import { Submit } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { type Paged, Pages } from "../layout/paging.tsx";
import { Crumbs, Nothing, Said } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { editionTrail } from "./organs.page.tsx";

/** Signs of a name that still stand in two lines of the larger letters. */
const LONG_NAME = 36;

/** A badge with its QR code as SVG. */
export type DrawnBadge = { readonly delegate: DelegateEntry; readonly qr: string };

type BadgesProps = {
  readonly page: Page;
  readonly edition: Edition;
  readonly badges: Paged<DrawnBadge>;
  readonly named: string;
};

export function BadgesPage({ page, edition, badges, named }: BadgesProps) {
  const { t } = page;
  const base = editionPath(edition.slug);
  return (
    <Layout page={page} title={t("room.badges.title")} section="congress">
      <div class="screen">
        <Crumbs
          page={page}
          trail={[
            ...editionTrail(page, edition),
            { href: `${base}/credentials`, label: t("room.credentials.title") },
          ]}
        />
        <h1>{t("room.badges.title")}</h1>
        <p class="lede">{t("room.badges.lede")}</p>
        <form method="get">
          <label for="f-q">{t("room.door.find")}</label>
          <input id="f-q" type="search" name="q" value={named} />
          <p class="acts">
            <Submit label={t("room.door.search")} second />
          </p>
        </form>
        <Pages page={page} paged={badges} />
      </div>
      {badges.total === 0 && <Nothing>{t("room.badges.none")}</Nothing>}
      <ul class="badges">
        {badges.items.map((badge) => (
          <Badge page={page} edition={edition} {...badge} />
        ))}
      </ul>
    </Layout>
  );
}

function Badge({ page, edition, delegate, qr }: DrawnBadge & Pick<BadgesProps, "page" | "edition">) {
  const { t } = page;
  const { name, organization, seat, badge } = delegate;
  const title = textIn(edition.title, page.language);
  return (
    <li>
      <article class="badge">
        <p class="of" lang={title.language}>
          {title.text}
        </p>
        <p class={[...name].length > LONG_NAME ? "name long" : "name"}>{name}</p>
        <p class="org">
          <Said page={page} field={organization.name} />
        </p>
        <p class="seat">{t(`room.seat.${seat}`)}</p>
        <p class="where">{whenAndWhere(page, edition)}</p>
        <div class="qr" role="img" aria-label={t("room.badges.qr", { name })}>
          {raw(qr)}
        </div>
        <p class="code">{badge && writtenCode(badge.code)}</p>
      </article>
      <details class="screen">
        <summary>{t("room.badges.lost")}</summary>
        <form method="post" action={`${editionPath(edition.slug)}/badges/replace`}>
          <p class="hint">{t("room.badges.lostHint")}</p>
          <input type="hidden" name="badgeId" value={badge?.id} />
          <Submit label={t("room.badges.replace")} second />
        </form>
      </details>
    </li>
  );
}
