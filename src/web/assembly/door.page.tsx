// The door, whole without scripts: find somebody, let them in or out; or type the code of a badge.
import {
  type DelegateEntry,
  FEWEST_OF_REGION,
  type PresenceNumbers,
  type SetAside,
  writtenCode,
} from "#assembly";
import { type Edition, editionPath } from "#congress";
import type { Refusal } from "#platform/errors";
import { localTime } from "#platform/zones";
import { FormRefusal, type FormState, Submit, TextField } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { type Paged, Pages } from "../layout/paging.tsx";
import { Crumbs, Nothing, Num, Said, Tag } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { timeAt, zoneOf, zoneOfEdition } from "./edition-times.ts";
import { editionTrail } from "./organs.page.tsx";

export const doorPath = (edition: string) => `${editionPath(edition)}/door`;

type DoorProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly edition: Edition;
  readonly named: string;
  readonly delegates: Paged<DelegateEntry>;
  readonly numbers: PresenceNumbers;
  /** Whom the door saw last, by the form before. */
  readonly seen: DelegateEntry | undefined;
  readonly asideCount: number;
  /** Fresh ids of the events that the buttons of this page send. */
  readonly freshId: () => string;
};

export function DoorPage(props: DoorProps) {
  const { page, form, edition, numbers, seen, asideCount } = props;
  const { t } = page;
  const base = doorPath(edition.slug);
  return (
    <Layout page={page} title={t("room.door.title")} section="congress">
      <Crumbs page={page} trail={editionTrail(page, edition)} />
      <h1>{t("room.door.title")}</h1>
      <FormRefusal t={t} form={form} />
      {seen && !form.refusal && (
        <p class="told" role="status">
          {t(seen.inside ? "room.door.cameIn" : "room.door.wentOut", { name: seen.name })}
        </p>
      )}
      <p class="lede">
        {t("room.presence.now", { people: numbers.people, delegations: numbers.delegations })}
      </p>
      <p class="acts">
        <a class="button" href={`${base}/phone`}>
          {t("room.door.toPhone")}
        </a>
        {asideCount > 0 && (
          <a class="button second" href={`${base}/aside`}>
            {t("room.aside.count", { count: asideCount })}
          </a>
        )}
      </p>
      <div class="row half">
        <ByCode {...props} />
        <form method="get" class="card">
          <TextField
            t={t}
            form={form}
            name="q"
            type="search"
            label={t("room.door.find")}
            value={props.named}
            needed
          />
          <Submit label={t("room.door.search")} second />
        </form>
      </div>
      <List {...props} />
    </Layout>
  );
}

function ByCode({ page, form, edition, freshId }: DoorProps) {
  const { t } = page;
  return (
    <form method="post" action={doorPath(edition.slug)} class="card">
      <input type="hidden" name="eventId" value={freshId()} />
      <TextField
        t={t}
        form={form}
        name="shown"
        label={t("room.door.code")}
        hint={t("room.door.codeHint")}
        needed
        autocomplete="off"
        maxlength={200}
      />
      <p class="acts">
        <button class="button" type="submit" name="direction" value="in">
          {t("room.door.in")}
        </button>
        <button class="button second" type="submit" name="direction" value="out">
          {t("room.door.out")}
        </button>
      </p>
    </form>
  );
}

function List({ page, edition, named, delegates, freshId }: DoorProps) {
  const { t } = page;
  return (
    <section>
      <h2>{t("room.door.people", { count: delegates.total })}</h2>
      {delegates.total === 0 && <Nothing>{t("room.door.nobody")}</Nothing>}
      <ul class="list door">
        {delegates.items.map((one) => (
          <li>
            <div>
              {one.name} {one.inside && <Tag tone="done">{t("room.door.inside")}</Tag>}
              <br />
              <small>
                <Said page={page} field={one.organization.name} /> · {t(`room.seat.${one.seat}`)}
              </small>
            </div>
            <form method="post" action={doorPath(edition.slug)}>
              <input type="hidden" name="eventId" value={freshId()} />
              <input type="hidden" name="delegateId" value={one.id} />
              <input type="hidden" name="q" value={named} />
              <input type="hidden" name="direction" value={one.inside ? "out" : "in"} />
              <button
                class={one.inside ? "button second" : "button"}
                type="submit"
                aria-label={t(one.inside ? "room.door.outNamed" : "room.door.inNamed", { name: one.name })}
              >
                {t(one.inside ? "room.door.out" : "room.door.in")}
              </button>
            </form>
          </li>
        ))}
      </ul>
      <Pages page={page} paged={delegates} />
    </section>
  );
}

type BadgeAtDoorProps = {
  readonly page: Page;
  readonly edition: Edition;
  readonly delegate: DelegateEntry;
  /** Why the badge does not count, if it does not. */
  readonly refusal: Refusal | undefined;
  readonly freshId: () => string;
};

/** What a badge shows to whoever keeps the door: the person, and two large buttons. */
export function BadgeAtDoorPage({ page, edition, delegate, refusal, freshId }: BadgeAtDoorProps) {
  const { t } = page;
  const act = (direction: "in" | "out") => (
    <form method="post" action={doorPath(edition.slug)}>
      <input type="hidden" name="eventId" value={freshId()} />
      <input type="hidden" name="delegateId" value={delegate.id} />
      <input type="hidden" name="direction" value={direction} />
      <button class={direction === "in" ? "button large" : "button second large"} type="submit">
        {t(`room.door.${direction}`)}
      </button>
    </form>
  );
  return (
    <Layout page={page} title={delegate.name} section="congress">
      <Crumbs
        page={page}
        trail={[
          ...editionTrail(page, edition),
          { href: doorPath(edition.slug), label: t("room.door.title") },
        ]}
      />
      <h1>{delegate.name}</h1>
      <p class="lede">
        <Said page={page} field={delegate.organization.name} /> · {t(`room.seat.${delegate.seat}`)}
      </p>
      {refusal ? (
        <FormRefusal t={t} form={{ typed: {}, refusal }} />
      ) : (
        <>
          <p>
            {delegate.inside ? (
              <Tag tone="done">{t("room.door.inside")}</Tag>
            ) : (
              <Tag tone="quiet">{t("room.door.outside")}</Tag>
            )}
          </p>
          <div class="row half">
            {delegate.inside ? act("out") : act("in")}
            {delegate.inside ? act("in") : act("out")}
          </div>
        </>
      )}
      {delegate.badge && <p class="quiet">{writtenCode(delegate.badge.code)}</p>}
    </Layout>
  );
}

type AsideProps = {
  readonly page: Page;
  readonly edition: Edition;
  readonly events: Paged<SetAside>;
};

/** What the door saw and could not count, with the rule that it broke. */
export function AsidePage({ page, edition, events }: AsideProps) {
  const { t } = page;
  const at = (date: Date) => timeAt(page, edition, date);
  return (
    <Layout page={page} title={t("room.aside.title")} section="congress">
      <Crumbs
        page={page}
        trail={[
          ...editionTrail(page, edition),
          { href: doorPath(edition.slug), label: t("room.door.title") },
        ]}
      />
      <h1>{t("room.aside.title")}</h1>
      <p class="lede">{t("room.aside.lede")}</p>
      {events.total === 0 ? (
        <Nothing>{t("room.aside.empty")}</Nothing>
      ) : (
        <p class="quiet">{t("room.times.told", { zone: zoneOfEdition(page, edition) })}</p>
      )}
      <ul class="list">
        {events.items.map((event) => (
          <li>
            <div>
              {event.name ?? t("room.aside.nobody", { shown: event.shown ?? "—" })}
              {event.organization && (
                <>
                  {" · "}
                  <small>
                    <Said page={page} field={event.organization} />
                  </small>
                </>
              )}
            </div>
            <p class="trace">{t(`room.aside.reason.${event.reason}`)}</p>
            <small>
              {[
                t(`room.aside.${event.direction}`, { at: at(event.deviceAt) }),
                ...(event.offline ? [t("room.aside.offline", { at: at(event.recordedAt) })] : []),
              ].join(" · ")}
            </small>
          </li>
        ))}
      </ul>
      <Pages page={page} paged={events} />
    </Layout>
  );
}

type PresenceProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly edition: Edition;
  readonly at: Date;
  readonly span: { readonly first: Date; readonly last: Date } | undefined;
  readonly numbers: PresenceNumbers;
  /** People by name, for whoever may see them. */
  readonly people: Paged<DelegateEntry> | undefined;
  readonly regionNameOf: (region: string) => string;
};

/** How full the room was at a moment: numbers for everybody, names for those who may see them. */
export function PresencePage(props: PresenceProps) {
  const { page, form, edition, at, span, numbers, people, regionNameOf } = props;
  const { t } = page;
  return (
    <Layout page={page} title={t("room.presence.title")} section="congress">
      <Crumbs page={page} trail={editionTrail(page, edition)} />
      <h1>{t("room.presence.title")}</h1>
      <p class="lede">{t("room.presence.lede")}</p>
      {span ? (
        <form method="get">
          <TextField
            t={t}
            form={form}
            name="at"
            type="datetime-local"
            value={localTime(at, edition.zone)}
            label={t("room.presence.at")}
            hint={t("room.presence.span", {
              first: timeAt(page, edition, span.first),
              last: timeAt(page, edition, span.last),
              zone: zoneOf(page, edition, span.last),
            })}
            required
          />
          <Submit label={t("room.presence.show")} second />
        </form>
      ) : (
        <Nothing>{t("room.presence.none")}</Nothing>
      )}
      {span && <Numbers page={page} numbers={numbers} regionNameOf={regionNameOf} />}
      {span && !people && <p class="hint">{t("room.presence.coarse", { fewest: FEWEST_OF_REGION })}</p>}
      {people && (
        <section>
          <h2>{t("room.presence.people", { count: people.total })}</h2>
          <ul class="columns">
            {people.items.map((one) => (
              <li>
                {one.name}
                <br />
                <small>
                  <Said page={page} field={one.organization.name} />
                </small>
              </li>
            ))}
          </ul>
          <Pages page={page} paged={people} />
        </section>
      )}
    </Layout>
  );
}

function Numbers({ page, numbers, regionNameOf }: Pick<PresenceProps, "page" | "numbers" | "regionNameOf">) {
  const { t } = page;
  return (
    <section>
      <ul class="figures">
        <li>
          <b>
            <Num page={page} value={numbers.people} />
          </b>
          {t("room.presence.ofPeople", { count: numbers.people, most: numbers.accreditedDelegates })}
        </li>
        <li>
          <b>
            <Num page={page} value={numbers.delegations} />
          </b>
          {t("room.presence.ofDelegations", {
            count: numbers.delegations,
            most: numbers.accreditedDelegations,
          })}
        </li>
      </ul>
      {numbers.regions.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{t("room.presence.region")}</th>
              <th scope="col" class="num">
                {t("room.presence.peopleColumn")}
              </th>
              <th scope="col" class="num">
                {t("room.presence.delegationsColumn")}
              </th>
            </tr>
          </thead>
          <tbody>
            {numbers.regions.map((one) => (
              <tr>
                <td>{regionNameOf(one.region)}</td>
                <td class="num">
                  <Num page={page} value={one.people} />
                </td>
                <td class="num">
                  <Num page={page} value={one.delegations} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
