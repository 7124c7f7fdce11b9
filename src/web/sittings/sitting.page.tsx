// A sitting as everybody sees it, and what a delegate can do in it. Whole by reloading; an island keeps it fresh.
import { raw } from "hono/html";
import type { Child } from "hono/jsx";
import { type OwnPlace, sittingPath, type SittingView } from "#assembly";
import { languagesWithin } from "#platform/geography/index";
import { textIn } from "#platform/multilingual";
import { type FormState, FormRefusal } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { Crumbs, Said } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import type { Shown } from "./live.ts";
import { liveAddress, type PartName } from "./live-parts.tsx";
import { OwnActs } from "./own-acts.tsx";
import { dayOf, hoursOf, zoneName } from "./words.ts";

export const REFRESH_SECONDS = 15;

export type Live = { readonly shown: Shown; readonly now: Date };

/** One part as it is now; whoever listens instead of looking hears what changes where it matters. */
export function Part({ live, name, said }: { live: Live; name: PartName; said?: boolean }) {
  return (
    <div class={`part ${name}`} data-part={name} aria-live={said ? "polite" : undefined}>
      {raw(live.shown.parts[name])}
    </div>
  );
}

type FrameProps = {
  readonly view: Pick<SittingView, "editionSlug" | "number" | "zone">;
  readonly live: Live;
  readonly names: boolean;
  readonly t: Page["t"];
  /** The page's own address, behind the sitting's: where the parts are asked for while the stream is away. */
  readonly at?: "" | "/chair" | "/hall";
  /** Where the reader's own buttons are asked for anew; none for visitors. */
  readonly acts?: string | undefined;
  /** The part on which those depend. */
  readonly watch?: "offers" | "table";
  readonly children?: Child;
};

/** What the island keeps fresh. */
export function LiveFrame({ t, view, live, names, at = "", acts, watch = "offers", children }: FrameProps) {
  return (
    <div
      class="live"
      data-page={sittingPath(view.editionSlug, view.number) + at}
      data-live={liveAddress(view.editionSlug, view.number, live.shown.id, names)}
      data-now={live.now.toISOString()}
      data-zone={view.zone}
      data-acts={acts}
      data-watch={watch}
      data-watched={live.shown.parts[watch]}
    >
      <p class="told lost" role="status" data-lost hidden>
        {t("sittings.lost")}
      </p>
      {children}
    </div>
  );
}

export function trailTo(page: Page, view: SittingView) {
  return [
    { href: "/congress", label: page.t("congress.title") },
    { href: view.edition.href, label: textIn(view.edition.title, page.language).text },
    { href: `${view.edition.href}/sittings`, label: page.t("sittings.title") },
  ];
}

/** When, where, by whom, in which languages. */
export function About({ page, view }: { page: Page; view: SittingView }) {
  const { t, language } = page;
  return (
    <p class="eyebrow">
      <a href={view.organ.href}>
        <Said page={page} field={view.organ.name} />
      </a>
      {" · "}
      <time datetime={view.startsAt.toISOString()}>
        {dayOf(page, view)}, {hoursOf(page, view)}
      </time>
      {" · "}
      {[
        ...(view.place ? [view.place] : []),
        zoneName(page, view),
        t("sittings.spoken", {
          languages: languagesWithin(view.languages, language),
        }),
      ].join(" · ")}
    </p>
  );
}

type SittingPageProps = {
  readonly page: Page;
  readonly view: SittingView;
  readonly live: Live;
  readonly own: OwnPlace;
  readonly form: FormState;
  readonly freshKey: () => string;
  readonly refreshing: boolean;
  readonly minutes: boolean;
};

export function SittingPage(props: SittingPageProps) {
  const { page, view, live, own, form } = props;
  const { t } = page;
  const title = textIn(view.title, page.language);
  const acts = page.viewer ? `${view.href}/acts` : undefined;
  return (
    <Layout page={page} title={title.text} section="congress" islands={["live-sitting.js"]}>
      <Crumbs page={page} trail={trailTo(page, view)} />
      <About page={page} view={view} />
      <h1 lang={title.language}>{title.text}</h1>
      <Ways {...props} />
      <LiveFrame t={t} view={view} live={live} names={false} acts={acts}>
        <FormRefusal t={t} form={form} />
        <div class="standing">
          <Part live={live} name="state" said />
          <Part live={live} name="room" />
        </div>
        {page.viewer && (
          <div data-own>
            <OwnActs page={page} view={view} own={own} freshKey={props.freshKey} />
          </div>
        )}
        <div class="row two">
          <section class="card">
            <Part live={live} name="now" said />
            <Part live={live} name="vote" said />
            <Part live={live} name="floor" said />
          </section>
          <section>
            <h2>{t("sittings.agenda")}</h2>
            <Part live={live} name="agenda" />
          </section>
        </div>
      </LiveFrame>
      {view.state !== "closed" && <Reload {...props} />}
    </Layout>
  );
}

function Ways({ page: { t }, view, own, minutes }: SittingPageProps) {
  const { presides, desk } = own;
  const over = view.state === "closed";
  return (
    <p class="acts">
      {desk && !over && (
        <a class="button" href={`${view.href}/chair`}>
          {t("sittings.toChair")}
        </a>
      )}
      {presides && !over && (
        <a class="button second" href={`${view.href}/agenda`}>
          {t("sittings.toAgenda")}
        </a>
      )}
      {desk && !over && view.conference && (
        <a class="button second" href={`${view.href}/join`}>
          {t("sittings.join")}
        </a>
      )}
      {minutes && (
        <a class="button second" href={`${view.href}/minutes`}>
          {t("sittings.toMinutes")}
        </a>
      )}
      {!over && (
        <a class="button second" href={`${view.href}/hall`}>
          {t("sittings.toHall")}
        </a>
      )}
    </p>
  );
}

/** For browsers without a script, and for those who do not want one. */
function Reload({ page: { t }, view, refreshing }: SittingPageProps) {
  return (
    <p class="quiet">
      <a href={view.href}>{t("sittings.reload")}</a>
      {" · "}
      {refreshing ? (
        <a href={view.href}>{t("sittings.refreshNoMore")}</a>
      ) : (
        <a href={`${view.href}?refresh=${REFRESH_SECONDS}`} rel="nofollow">
          {t("sittings.refresh", { seconds: REFRESH_SECONDS })}
        </a>
      )}
    </p>
  );
}
