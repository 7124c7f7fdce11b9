// The list of editions, and one edition: its texts and its delegations.
import type { Child } from "hono/jsx";
import type { SittingSummary, StandingInRoom } from "#assembly";
import type { EditionSummary, EditionView, Standing, TextSummary } from "#congress";
import { regionName } from "#platform/geography/index";
import { textIn } from "#platform/multilingual";
import { MeetingOf } from "../assembly/meeting-of.tsx";
import { RoomActs } from "../assembly/room-acts.tsx";
import { Layout } from "../layout/layout.tsx";
import { pageOf, Pages } from "../layout/paging.tsx";
import { Crumbs, Nothing, Num, Said, Tag, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { EditionNav, SittingAtHand } from "./edition-nav.tsx";
import { textTone, whenAndWhere } from "./words.ts";

export function EditionsPage({
  page,
  editions,
  mayConvene,
}: {
  page: Page;
  editions: readonly EditionSummary[];
  mayConvene: boolean;
}) {
  const { t } = page;
  return (
    <Layout page={page} title={t("congress.title")} section="congress" description={t("congress.lede")}>
      <h1>{t("congress.title")}</h1>
      <p class="lede">{t("congress.lede")}</p>
      {mayConvene && (
        <p class="acts">
          <a class="button" href="/congress/new">
            {t("congress.convene")}
          </a>
        </p>
      )}
      <p>
        <a href="/organs">{t("room.organs.standingTitle")}</a>
      </p>
      {editions.length === 0 && <Nothing>{t("congress.empty")}</Nothing>}
      <ul class="list">
        {editions.map((edition) => (
          <li>
            <h2>
              <a href={edition.href}>
                <Said page={page} field={edition.title} />
              </a>
            </h2>
            <small>
              {[
                whenAndWhere(page, edition),
                t("congress.delegations", { count: edition.delegations }),
                t("congress.texts", { count: edition.texts }),
              ].join(" · ")}
            </small>
          </li>
        ))}
      </ul>
    </Layout>
  );
}

type ListProps = { readonly page: Page; readonly edition: EditionView; readonly asked: number };

type EditionProps = ListProps & {
  readonly standing: Standing;
  readonly room: StandingInRoom;
  /** The one that is under way, or the next. */
  readonly sitting: SittingSummary | undefined;
};

const DELEGATIONS_A_PAGE = 60;
const TEXTS_HERE = 20;
const TEXTS_A_PAGE = 60;

export function EditionPage({ page, edition, standing, room, sitting, asked }: EditionProps) {
  const { t } = page;
  const title = textIn(edition.title, page.language);
  return (
    <Layout page={page} title={title.text} section="congress">
      <Crumbs page={page} trail={[{ href: "/congress", label: t("congress.title") }]} />
      <h1 lang={title.language}>{title.text}</h1>
      <p class="lede">{whenAndWhere(page, edition)}</p>
      <p>
        <a href={`/organizations/${edition.convener.slug}`}>
          {t("congress.convenedBy", { organization: textIn(edition.convener.name, page.language).text })}
        </a>
        {" · "}
        <a href={`/log/acts/${edition.actId}`}>{t("congress.proof")}</a>
      </p>
      <p>
        {edition.callsAll ? (
          t("congress.callsAll")
        ) : (
          <a href={`${edition.href}/called`}>{t("congress.callsNamed", { count: edition.called.length })}</a>
        )}
      </p>
      <MeetingOf page={page} organ={room.meetingOf} href={edition.href} />
      <EditionNav page={page} href={edition.href} />
      <RoomActs page={page} edition={edition} standing={room} />
      <SittingAtHand page={page} sitting={sitting} />
      <section>
        <h2>{t("congress.textsTitle")}</h2>
        {edition.texts.length === 0 && <Nothing>{t("congress.noTexts")}</Nothing>}
        <ul class="list">
          {edition.texts.slice(0, TEXTS_HERE).map((text) => (
            <TextEntry page={page} text={text} />
          ))}
        </ul>
        {edition.texts.length > TEXTS_HERE && (
          <p>
            <a href={`${edition.href}/texts`}>{t("congress.texts", { count: edition.texts.length })}</a>
          </p>
        )}
        {standing.imports && (
          <p class="acts">
            <a class="button" href={`${edition.href}/texts/import`}>
              {t("congress.import")}
            </a>
            <a class="button second" href={`${edition.href}/texts/compose`}>
              {t("amendments.compose")}
            </a>
          </p>
        )}
      </section>
      <Delegations page={page} edition={edition} standing={standing} asked={asked} />
      <Withdrawn page={page} edition={edition} />
    </Layout>
  );
}

function TextEntry({ page, text }: { page: Page; text: TextSummary }) {
  return (
    <li>
      <div>
        <a href={text.href}>
          <Said page={page} field={text.title} />
        </a>{" "}
        <Tag tone={textTone[text.state]}>{page.t(`congress.state.${text.state}`)}</Tag>
      </div>
      <small>{page.t("congress.version", { number: text.adoptedVersion ?? text.lastVersion })}</small>
    </li>
  );
}

function Delegations({ page, edition, standing, asked }: ListProps & Pick<EditionProps, "standing">) {
  const { t } = page;
  const delegations = pageOf(edition.delegations, asked, DELEGATIONS_A_PAGE);
  return (
    <section>
      <h2 id="delegations">{t("congress.delegationsTitle")}</h2>
      <p>{t("congress.delegationsHow")}</p>
      {edition.delegations.length === 0 && <Nothing>{t("congress.noDelegations")}</Nothing>}
      <ul class="figures">
        {edition.regions.map(({ region, delegations }) => (
          <li>
            <b>
              <Num page={page} value={delegations} />
            </b>
            {regionName(region, page.language)}
          </li>
        ))}
      </ul>
      {standing.presides && (
        <p class="acts">
          <a class="button second" href={`${edition.href}/accreditation`}>
            {t("congress.accredit")}
          </a>
        </p>
      )}
      <ul class="columns">
        {delegations.items.map(({ organization, votingMandate }) => (
          <li>
            <a href={`/organizations/${organization.slug}`}>
              <Said page={page} field={organization.name} />
            </a>
            <br />
            <small>
              {votingMandate.personName}, <Said page={page} field={votingMandate.officeName} />
            </small>
          </li>
        ))}
      </ul>
      <Pages page={page} paged={delegations} to="delegations" />
    </section>
  );
}

const LATEST_WITHDRAWN = 10;

/** What the chair took back stays to be seen, with the reason; the log has all of it. */
function Withdrawn({ page, edition }: Pick<EditionProps, "page" | "edition">) {
  if (edition.withdrawn.length === 0) return null;
  return (
    <section>
      <h2>{page.t("congress.withdrawnTitle")}</h2>
      <ul class="list">
        {edition.withdrawn.slice(0, LATEST_WITHDRAWN).map(({ organization, reason, withdrawnAt, actId }) => (
          <li>
            <div>
              <a href={`/organizations/${organization.slug}`}>
                <Said page={page} field={organization.name} />
              </a>
            </div>
            <p class="trace">
              <Said page={page} field={reason} />
            </p>
            <small>
              <When page={page} at={withdrawnAt} style="medium" /> ·{" "}
              <a href={`/log/acts/${actId}`}>{page.t("congress.proof")}</a>
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}

type BelowProps = Omit<ListProps, "asked"> & { heading: string; children: Child };

/** The frame of a list of an edition that has a page of its own. */
function BelowEdition({ page, edition, heading, children }: BelowProps) {
  const trail = [
    { href: "/congress", label: page.t("congress.title") },
    { href: edition.href, label: textIn(edition.title, page.language).text },
  ];
  return (
    <Layout page={page} title={heading} section="congress">
      <Crumbs page={page} trail={trail} />
      <h1>{heading}</h1>
      {children}
    </Layout>
  );
}

/** All texts of an edition. */
export function TextsPage({ page, edition, asked }: ListProps) {
  const texts = pageOf(edition.texts, asked, TEXTS_A_PAGE);
  return (
    <BelowEdition page={page} edition={edition} heading={page.t("congress.textsTitle")}>
      <ul class="list">
        {texts.items.map((text) => (
          <TextEntry page={page} text={text} />
        ))}
      </ul>
      <Pages page={page} paged={texts} />
    </BelowEdition>
  );
}

/** The organisations that an edition calls by name. */
export function CalledPage({ page, edition, asked }: ListProps) {
  const { t } = page;
  const called = pageOf(edition.called, asked, 2 * DELEGATIONS_A_PAGE);
  return (
    <BelowEdition page={page} edition={edition} heading={t("congress.calledTitle")}>
      <p>{t("congress.callsNamed", { count: called.total })}</p>
      <ul class="columns">
        {called.items.map((organization) => (
          <li>
            <a href={`/organizations/${organization.slug}`}>
              <Said page={page} field={organization.name} />
            </a>
          </li>
        ))}
      </ul>
      <Pages page={page} paged={called} />
    </BelowEdition>
  );
}
