// The parts of a sitting that change while somebody looks: drawn once for all who read one language.
// Invariant: what is drawn here is for everybody, but for the names of people, which are there only where the view has them.
import { type AgendaItemView, sittingPath, type SittingView, type SpeakerView } from "#assembly";
import { verdictInWords } from "#rulebook";
import { formatInstant, type Translate, translator } from "#platform/i18n/i18n";
import { regionName } from "#platform/geography/index";
import { Said, Tag } from "../layout/parts.tsx";
import { itemTone, sittingTone } from "./words.ts";

export const partNames = ["state", "now", "floor", "room", "vote", "agenda", "offers", "table"] as const;
export type PartName = (typeof partNames)[number];

type Drawing = { readonly t: Translate; readonly language: string; readonly view: SittingView };

/** Each part as HTML, in one of the catalogue languages. */
export function drawParts(view: SittingView, language: string, now: Date): Record<PartName, string> {
  const drawing: Drawing = { t: translator(language), language, view };
  return {
    state: String(<State {...drawing} now={now} />),
    now: String(<Now {...drawing} />),
    floor: String(<Floor {...drawing} now={now} />),
    room: String(<Room {...drawing} />),
    vote: String(<Vote {...drawing} />),
    agenda: String(<Agenda {...drawing} />),
    offers: offersOf(view),
    table: `${view.version} ${view.floor.next.map(({ requestId }) => requestId).join(" ")}`,
  };
}

/**
 * What a delegate's buttons depend on: where it changes, they are asked for anew, by a whole assembly at once. So it holds
 * no more than that; the buttons of the chair's table (`table`) depend on everything, and few sit there.
 */
function offersOf({ state, openItemId, rollCallId, items }: SittingView): string {
  const lists = items
    .map(({ listClosed, state: each }) => (listClosed || each === "done" ? "-" : "+"))
    .join("");
  return [state, openItemId, rollCallId, lists].join(" ");
}

export function clockTime(at: Date, language: string, zone: string): string {
  return formatInstant(at, language, { hour: "2-digit", minute: "2-digit" }, zone);
}

const A_DAY = { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" } as const;

function State({ t, language, view, now }: Drawing & { now: Date }) {
  const { state, until, zone, startsAt } = view;
  const when = (at: Date) => formatInstant(at, language, A_DAY, zone);
  return (
    <>
      <Tag tone={sittingTone[state]}>{t(`sittings.state.${state}`)}</Tag>{" "}
      {until && t("sittings.goesOnAt", { when: when(until) })}
      {state === "planned" && startsAt > now && t("sittings.startsAt", { when: when(startsAt) })}
    </>
  );
}

function Documents({ t, language, item }: Omit<Drawing, "view"> & { item: AgendaItemView }) {
  if (item.documents.length === 0) return null;
  return (
    <ul class="papers">
      {item.documents.map(({ href, title, amendment, fileName }) => (
        <li>
          <a href={href}>
            {fileName ?? (
              <>
                {amendment !== null && `${t("sittings.amendment", { number: amendment })} · `}
                {title && <Said page={{ language }} field={title} />}
              </>
            )}
          </a>
        </li>
      ))}
    </ul>
  );
}

function Now({ t, language, view }: Drawing) {
  const item = view.items.find(({ id }) => id === view.openItemId);
  if (!item)
    return <p class="quiet">{t(view.state === "open" ? "sittings.noItem" : "sittings.nothingNow")}</p>;
  return (
    <>
      <p class="eyebrow">{t("sittings.itemNow", { position: item.position })}</p>
      <h2>
        <Said page={{ language }} field={item.title} />
      </h2>
      <Documents t={t} language={language} item={item} />
    </>
  );
}

/** Who speaks or waits to: the person, where the view names them, and their delegation. */
export function Speaker({ t, language, speaker }: Omit<Drawing, "view"> & { speaker: SpeakerView }) {
  const { organization, personName, kind } = speaker;
  return (
    <>
      {personName && (
        <>
          <b>{personName}</b>
          <span class="between"> · </span>
        </>
      )}
      <span>
        <Said page={{ language }} field={organization.name} />{" "}
        {organization.region && <small>{regionName(organization.region, language)}</small>}{" "}
        {kind === "point_of_order" && <Tag tone="late">{t("sittings.pointOfOrder")}</Tag>}
      </span>
    </>
  );
}

const inMinutes = (seconds: number) => `${Math.trunc(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

type ClockProps = Drawing & {
  readonly speaking: SpeakerView & { readonly givenAt: Date };
  readonly now: Date;
};

/** Since when somebody speaks, until when, and whether that is over, in words. An island lets it run; nobody hears it tick. */
function SpeechClock({ t, language, view: { rules, zone }, speaking: { kind, givenAt }, now }: ClockProps) {
  const limit = kind === "speech" ? rules.speaking.seconds : null;
  const over = limit !== null && now.getTime() - givenAt.getTime() > limit * 1_000;
  return (
    <small
      class={over ? "clock over" : "clock"}
      role="timer"
      aria-live="off"
      data-from={givenAt.toISOString()}
      data-seconds={limit ?? ""}
      data-over={limit === null ? undefined : t("sittings.over")}
    >
      {[
        t("sittings.since", { time: clockTime(givenAt, language, zone) }),
        ...(limit === null ? [] : [t("sittings.limit", { time: inMinutes(limit) })]),
        ...(over ? [t("sittings.over")] : []),
      ].join(" · ")}
    </small>
  );
}

const SHOWN_NEXT = 3;

function Floor({ t, language, view, now }: Drawing & { now: Date }) {
  const { floor, openItemId, items } = view;
  if (!openItemId) return "";
  const { speaking, next } = floor;
  const closed = items.find(({ id }) => id === openItemId)?.listClosed === true;
  return (
    <>
      <h2>{t("sittings.floor")}</h2>
      {speaking ? (
        <p class="speaker">
          <Speaker t={t} language={language} speaker={speaking} />
          {speaking.givenAt && (
            <SpeechClock
              {...{ t, language, view, now }}
              speaking={{ ...speaking, givenAt: speaking.givenAt }}
            />
          )}
        </p>
      ) : (
        <p class="quiet">{t("sittings.nobodySpeaks")}</p>
      )}
      <div class="after">
        {next.length > 0 && (
          <>
            <h3>{t("sittings.next")}</h3>
            <ol class="next">
              {next.slice(0, SHOWN_NEXT).map((speaker) => (
                <li>
                  <Speaker t={t} language={language} speaker={speaker} />
                </li>
              ))}
            </ol>
          </>
        )}
        {next.length > SHOWN_NEXT && (
          <p class="quiet">{t("sittings.more", { count: next.length - SHOWN_NEXT })}</p>
        )}
        {closed && <p class="quiet">{t("sittings.listClosed")}</p>}
      </div>
    </>
  );
}

function Room({ t, view }: Drawing) {
  const { of, present, all, needed, reached } = view.quorum;
  if (view.state === "closed") return "";
  return (
    <>
      <Tag tone={reached ? "done" : "late"}>{t(reached ? "sittings.quorum" : "sittings.noQuorum")}</Tag>{" "}
      {t("sittings.room", { of, present, all, needed })}
    </>
  );
}

function Vote({ t, language, view: { vote } }: Drawing) {
  if (!vote) return "";
  const { text, amendment, closedAt, verdict, href } = vote;
  const tone = closedAt === null ? "going" : verdict === "adopted" ? "done" : "late";
  return (
    <>
      <h2>
        {t(closedAt === null ? "sittings.voteOpen" : "sittings.voteResult")}{" "}
        <Tag tone={tone}>{t(`sittings.verdict.${closedAt === null ? "open" : (verdict ?? "rejected")}`)}</Tag>
      </h2>
      <p>
        <a href={amendment?.href ?? text.href}>
          {amendment && `${t("sittings.amendment", { number: amendment.number })} · `}
          <Said page={{ language }} field={amendment?.title ?? text.title} />
        </a>
      </p>
      <p>{verdictInWords(vote, closedAt !== null, language)}</p>
      {closedAt !== null && (
        <p>
          <a href={href}>{t("sittings.eachVote")}</a>
        </p>
      )}
    </>
  );
}

function Agenda({ t, language, view }: Drawing) {
  if (view.items.length === 0) return <p class="nothing">{t("sittings.noItems")}</p>;
  return (
    <ol class="agenda">
      {view.items.map((item) => (
        <li value={item.position} aria-current={item.id === view.openItemId ? "step" : undefined}>
          <b>
            <Said page={{ language }} field={item.title} />
          </b>{" "}
          <Tag tone={itemTone[item.state]}>{t(`sittings.item.${item.state}`)}</Tag>
          <br />
          <small>
            {wordsOf(t, item, view)}
            {item.askedBy && (
              <>
                {" · "}
                {t("sittings.askedBy")}{" "}
                <a href={item.askedBy.href}>
                  <Said page={{ language }} field={item.askedBy.title} />
                </a>
              </>
            )}
          </small>
          <Documents t={t} language={language} item={item} />
        </li>
      ))}
    </ol>
  );
}

function wordsOf(t: Translate, item: AgendaItemView, { floor }: SittingView): string {
  const waiting = floor.waiting.get(item.id) ?? 0;
  return [
    t(`sittings.kind.${item.kind}`),
    ...(item.plannedMinutes === null ? [] : [t("sittings.minutes", { minutes: item.plannedMinutes })]),
    ...(waiting > 0 && item.state !== "done" ? [t("sittings.waiting", { count: waiting })] : []),
  ].join(" · ");
}

export const liveAddress = (edition: string, number: number, id: string, names: boolean) =>
  `${sittingPath(edition, number)}/live?since=${id}${names ? "&names=1" : ""}`;
