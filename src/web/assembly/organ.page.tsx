// One organ: what it is, who presides, the rules that it gave itself, its sittings, and the meetings of one that stands by
// itself.
import {
  type DelegationSeats,
  type listSittings,
  type Meeting,
  type Organ,
  type OrganOfficer,
  organPath,
  type RulesInTime,
} from "#assembly";
import { type Edition, editionPath, type OrganizationBrief } from "#congress";
import { languagesWithin, regionName } from "#platform/geography/index";
import { textIn } from "#platform/multilingual";
import { Layout } from "../layout/layout.tsx";
import { pageOf, Pages } from "../layout/paging.tsx";
import { Crumbs, Nothing, Said, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { OrganSittings } from "./organ-sittings.tsx";
import { editionTrail } from "./organs.page.tsx";
import { DelegationsTable } from "./seats.page.tsx";
import { ruleSentences } from "./words.ts";

type OrganProps = {
  readonly page: Page;
  readonly edition: Edition | null;
  readonly organ: Organ;
  readonly organization: Pick<OrganizationBrief, "slug" | "name">;
  readonly officers: readonly OrganOfficer[];
  readonly rules: RulesInTime | undefined;
  readonly sittings: Awaited<ReturnType<typeof listSittings>>;
  readonly meetings: readonly Meeting[];
  /** Who makes it up, for a plenary; none for others. */
  readonly delegations: readonly DelegationSeats[];
  readonly mayDecide: boolean;
  readonly asked: number;
};

const MEETINGS_A_PAGE = 20;
const DELEGATIONS_A_PAGE = 30;

function organTrail(page: Page, edition: Edition | null) {
  const href = edition ? `${editionPath(edition.slug)}/organs` : "/organs";
  const label = page.t(edition ? "room.organs.title" : "room.organs.standingTitle");
  return [...editionTrail(page, edition), { href, label }];
}

export function OrganPage(props: OrganProps) {
  const { page, edition, organ, organization, mayDecide } = props;
  const { t } = page;
  const title = textIn(organ.name, page.language);
  const path = organPath(edition?.slug ?? null, organ.slug);
  return (
    <Layout page={page} title={title.text} section="congress">
      <Crumbs page={page} trail={organTrail(page, edition)} />
      <h1 lang={title.language}>{title.text}</h1>
      {organ.kind !== "plenary" && (
        <p class="lede">
          {[
            t(`room.kind.${organ.kind}`),
            ...(organ.region ? [regionName(organ.region, page.language)] : []),
            ...(organ.cycleMonths === null ? [] : [t("room.organ.cycle", { months: organ.cycleMonths })]),
          ].join(" · ")}
        </p>
      )}
      <p>{t("room.organ.languages", { languages: languagesWithin(organ.languages, page.language) })}</p>
      {organ.editionId === null ? (
        <Meetings {...props} path={path} />
      ) : (
        <OrganSittings page={page} sittings={props.sittings} />
      )}
      <Rules page={page} rules={props.rules} organ={organ} path={path} mayDecide={mayDecide} />
      {edition && props.delegations.length > 0 && <Members {...props} edition={edition} />}
      <section>
        <h2>{t("room.organ.officersTitle")}</h2>
        <p>
          {t("room.organ.officersHow")}{" "}
          <a href={`/organizations/${organization.slug}`}>
            <Said page={page} field={organization.name} />
          </a>
        </p>
        {props.officers.length === 0 && <Nothing>{t("room.organ.noOfficers")}</Nothing>}
        <ul class="columns">
          {props.officers.map(({ name, officeName }) => (
            <li>
              {name}
              <br />
              <small>
                <Said page={page} field={officeName} />
              </small>
            </li>
          ))}
        </ul>
      </section>
    </Layout>
  );
}

/** A plenary's members as numbers: their names are for those alone who keep the door, decide on credentials or preside. */
function Members({ page, edition, delegations, asked }: OrganProps & { edition: Edition }) {
  const { t } = page;
  const people = delegations.reduce((sum, { accepted }) => sum + accepted, 0);
  const sending = delegations.filter(({ accepted }) => accepted > 0).length;
  const paged = pageOf(delegations, asked, DELEGATIONS_A_PAGE);
  return (
    <section>
      <h2 id="members">{t("room.organ.membersTitle")}</h2>
      <p>
        {t("room.organ.members", { people, sending, called: delegations.length })}{" "}
        <a href={`${editionPath(edition.slug)}/seats`}>{t("room.organ.seats")}</a>
      </p>
      <DelegationsTable page={page} delegations={paged.items} />
      <Pages page={page} paged={paged} to="members" />
    </section>
  );
}

type RulesProps = Pick<OrganProps, "page" | "organ" | "rules" | "mayDecide"> & { path: string };

function Rules({ page, organ, rules, path, mayDecide }: RulesProps) {
  const { t } = page;
  return (
    <section>
      <h2>{t("room.organ.rulesTitle")}</h2>
      <ul>
        {ruleSentences(page, organ.rules).map((sentence) => (
          <li>{sentence}</li>
        ))}
      </ul>
      {rules && (
        <p>
          <small>
            {t("room.organ.rulesSince")} <When page={page} at={rules.inForceFrom} style="medium" /> ·{" "}
            <a href={`/log/acts/${rules.actId}`}>{t("congress.proof")}</a>
            {rules.number > 1 && (
              <>
                {" · "}
                <a href={`${path}/rules`}>{t("room.organ.earlierRules")}</a>
              </>
            )}
          </small>
        </p>
      )}
      {mayDecide && (
        <p class="acts">
          <a class="button second" href={`${path}/rules/change`}>
            {t("room.organ.changeRules")}
          </a>
        </p>
      )}
    </section>
  );
}

function Meetings({ page, meetings, mayDecide, asked, path }: OrganProps & { path: string }) {
  const { t } = page;
  const paged = pageOf(meetings, asked, MEETINGS_A_PAGE);
  return (
    <section>
      <h2 id="meetings">{t("room.organ.meetingsTitle")}</h2>
      {meetings.length === 0 && <Nothing>{t("room.organ.noMeetings")}</Nothing>}
      <ul class="list">
        {paged.items.map((meeting) => (
          <li>
            <div>
              <a href={editionPath(meeting.edition)}>
                <Said page={page} field={meeting.title} />
              </a>
            </div>
            <small>
              {meeting.hostCity}, <When page={page} at={meeting.startsOn} style="medium" />
            </small>
          </li>
        ))}
      </ul>
      <Pages page={page} paged={paged} to="meetings" />
      {mayDecide && (
        <p class="acts">
          <a class="button" href={`${path}/meetings/new`}>
            {t("room.organ.convene")}
          </a>
        </p>
      )}
    </section>
  );
}

type HistoryProps = Pick<OrganProps, "page" | "edition" | "organ" | "asked"> & {
  readonly history: readonly RulesInTime[];
};

/** Every set of rules that an organ had, the latest first. */
export function RulesPage({ page, edition, organ, history, asked }: HistoryProps) {
  const { t } = page;
  const name = textIn(organ.name, page.language).text;
  const trail = [
    ...organTrail(page, edition),
    { href: organPath(edition?.slug ?? null, organ.slug), label: name },
  ];
  const paged = pageOf(history, asked, MEETINGS_A_PAGE);
  return (
    <Layout page={page} title={t("room.organ.rulesTitle")} section="congress">
      <Crumbs page={page} trail={trail} />
      <h1>{t("room.organ.rulesTitle")}</h1>
      <p class="lede">{t("room.organ.rulesLede")}</p>
      {paged.items.map((each) => (
        <section class="card">
          <h2>
            {t("room.organ.rulesSince")} <When page={page} at={each.inForceFrom} style="medium" />
          </h2>
          {each.decision && (
            <p>
              <Said page={page} field={each.decision} />
            </p>
          )}
          <ul>
            {ruleSentences(page, each.rules).map((sentence) => (
              <li>{sentence}</li>
            ))}
            <li>
              {t("room.organ.languages", { languages: languagesWithin(each.languages, page.language) })}
            </li>
          </ul>
          <p>
            <small>
              <a href={`/log/acts/${each.actId}`}>{t("congress.proof")}</a>
            </small>
          </p>
        </section>
      ))}
      <Pages page={page} paged={paged} />
    </Layout>
  );
}
