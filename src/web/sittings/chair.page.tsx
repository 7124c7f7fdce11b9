// The chair's table: how the sitting stands, the one button that comes next, and everything else below it.
import type { Child } from "hono/jsx";
import { type NextAct, nextAct, type OwnPlace, type SittingView } from "#assembly";
import { textPath } from "#congress";
import { textIn } from "#platform/multilingual";
import { CastingVote } from "../congress/casting-vote.tsx";
import { type FormState, FormRefusal, LanguageField, Select, TextArea, TextField } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { Crumbs, Said } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { About, type Live, LiveFrame, Part, trailTo } from "./sitting.page.tsx";
import { nameOf, Waiting } from "./waiting-list.tsx";

/** What may be voted on: its words, and what the form says of it. */
export type VoteChoice = { readonly value: string; readonly label: string; readonly onTheTable: boolean };

type ActsProps = {
  readonly page: Page;
  readonly view: SittingView;
  readonly own: OwnPlace;
  readonly votes: readonly VoteChoice[];
  readonly form: FormState;
  readonly freshKey: () => string;
};

type ChairProps = ActsProps & { readonly live: Live };

export function ChairPage(props: ChairProps) {
  const { page, view, live, form } = props;
  const { t } = page;
  const title = textIn(view.title, page.language);
  const trail = [...trailTo(page, view), { href: view.href, label: title.text }];
  return (
    <Layout page={page} title={t("sittings.chair.title")} section="congress" islands={["live-sitting.js"]}>
      <Crumbs page={page} trail={trail} />
      <About page={page} view={view} />
      <h1>{t("sittings.chair.title")}</h1>
      <FormRefusal t={t} form={form} />
      <LiveFrame
        t={t}
        view={view}
        live={live}
        at="/chair"
        names
        acts={`${view.href}/chair/acts`}
        watch="table"
      >
        <div class="standing">
          <Part live={live} name="state" said />
          <Part live={live} name="room" />
        </div>
        <div class="row two">
          <section>
            <div data-own>
              <ChairActs {...props} />
            </div>
          </section>
          <section class="card">
            <Part live={live} name="now" />
            <Part live={live} name="vote" />
            <Part live={live} name="floor" />
          </section>
        </div>
        <section>
          <h2>{t("sittings.agenda")}</h2>
          <Part live={live} name="agenda" />
        </section>
      </LiveFrame>
    </Layout>
  );
}

/** All that can be pressed; asked for anew whenever the sitting changes. */
export function ChairActs(props: ActsProps) {
  const { view, own } = props;
  return (
    <>
      {own.presides && <Next {...props} />}
      {view.openItemId && view.state !== "closed" && <Enter {...props} />}
      {view.openItemId && view.state !== "closed" && <TheList {...props} />}
      {own.presides && <Others {...props} />}
    </>
  );
}

type ActProps = ActsProps & { what: string; fields?: Readonly<Record<string, string>>; children?: Child };

/** A form that does one act, for whoever saw the sitting as it is here. */
function Act({ view, what, fields = {}, freshKey, children }: ActProps) {
  return (
    <form method="post" action={`${view.href}/chair`}>
      <input type="hidden" name="requestKey" value={freshKey()} />
      <input type="hidden" name="expectedVersion" value={String(view.version)} />
      <input type="hidden" name="what" value={what} />
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {children}
    </form>
  );
}

function fieldsOf(act: NextAct): Record<string, string> {
  if ("itemId" in act) return { itemId: act.itemId };
  return "requestId" in act ? { requestId: act.requestId } : {};
}

function Next(props: ActsProps) {
  const { page, view } = props;
  const { t, language } = page;
  const { speaking, next } = view.floor;
  const [first] = next;
  const act = nextAct({
    ...view,
    speaking: view.speakingId,
    voting: view.rollCallId !== null,
    next: first?.requestId ?? null,
  });
  if (!act) return <p class="nothing">{t("sittings.chair.over")}</p>;
  const item = "itemId" in act ? view.items.find(({ id }) => id === act.itemId) : undefined;
  const speaker = act.what === "floor_given" ? first : act.what === "floor_ended" ? speaking : undefined;
  return (
    <section class="card next-act">
      <p class="eyebrow">{t("sittings.chair.next")}</p>
      {item && <p class="speaker">{textIn(item.title, language).text}</p>}
      {speaker && (
        <p class="speaker">
          {speaker.personName && (
            <>
              {speaker.personName}
              <br />
            </>
          )}
          <small>
            <Said page={page} field={speaker.organization.name} />
          </small>
        </p>
      )}
      <Act {...props} what={act.what} fields={fieldsOf(act)}>
        {act.what === "vote_closed" && view.vote?.evaluation.verdict === "tied" && (
          <CastingVote page={page} />
        )}
        <button class="button">{t(`sittings.chair.act.${act.what}`)}</button>
      </Act>
    </section>
  );
}

/** Writes somebody down who has no account, or no phone at hand. */
function Enter({ page, view, form, freshKey }: ActsProps) {
  const { t } = page;
  return (
    <details open={form.typed["who"] !== undefined}>
      <summary>{t("sittings.chair.enter")}</summary>
      <form method="post" action={`${view.href}/desk`}>
        <input type="hidden" name="requestKey" value={freshKey()} />
        <input type="hidden" name="itemId" value={view.openItemId ?? ""} />
        <TextField
          t={t}
          form={form}
          name="who"
          label={t("sittings.chair.who")}
          hint={t("sittings.chair.whoHint")}
          required
          maxlength={200}
          autocomplete="off"
        />
        <p class="acts">
          <button class="button second" name="kind" value="speech">
            {t("sittings.chair.enterSpeech")}
          </button>
          <button class="button second" name="kind" value="point_of_order">
            {t("sittings.chair.enterPoint")}
          </button>
        </p>
      </form>
    </details>
  );
}

function Others(props: ActsProps) {
  const { page, view, form } = props;
  const { t } = page;
  const open = view.state === "open";
  return (
    <>
      {open && view.openItemId && !view.rollCallId && !view.speakingId && <CallVote {...props} />}
      {open && !view.rollCallId && !view.speakingId && <OtherItems {...props} />}
      {view.state === "open" && !view.rollCallId && !view.speakingId && (
        <details open={form.typed["until"] !== undefined}>
          <summary>{t("sittings.chair.adjourn")}</summary>
          <Act {...props} what="adjourned">
            <TextField
              t={t}
              form={form}
              name="until"
              type="datetime-local"
              label={t("sittings.chair.until")}
              hint={view.zone.replaceAll("_", " ")}
            />
            <button class="button second">{t("sittings.chair.act.adjourned")}</button>
          </Act>
        </details>
      )}
      {(open || view.state === "adjourned") && !view.openItemId && (
        <details>
          <summary>{t("sittings.chair.close")}</summary>
          <p>{t("sittings.chair.closeHint")}</p>
          <Act {...props} what="closed">
            <button class="button second">{t("sittings.chair.act.closed")}</button>
          </Act>
        </details>
      )}
    </>
  );
}

/** Texts of which several amendments wait: in which order they are put, and which need no vote, is on a page of its own. */
function Orders({ page: { t }, view, votes }: ActsProps) {
  const texts = votes.flatMap(({ value }) => /^(\S+) amendment /u.exec(value)?.[1] ?? []);
  const several = [...new Set(texts.filter((text, at) => texts.indexOf(text) !== at))];
  return (
    <>
      {several.map((text) => (
        <p>
          <a href={`${textPath(view.editionSlug, text)}/amendments/order`}>{t("amendments.way.order")}</a>
          {several.length > 1 && ` · ${text}`}
        </p>
      ))}
    </>
  );
}

function CallVote(props: ActsProps) {
  const { page, form, votes } = props;
  const { t } = page;
  const onTheTable = votes.filter((vote) => vote.onTheTable);
  const others = votes.filter((vote) => !vote.onTheTable);
  return (
    <details open={onTheTable.length > 0}>
      <summary>{t("sittings.chair.vote")}</summary>
      {votes.length === 0 && <p class="quiet">{t("sittings.chair.nothingToVote")}</p>}
      <Orders {...props} />
      {onTheTable.map(({ value, label }) => (
        <Act {...props} what="vote_opened" fields={{ subject: value }}>
          <button class="button second">{t("sittings.chair.voteOn", { what: label })}</button>
        </Act>
      ))}
      {others.length > 0 && (
        <Act {...props} what="vote_opened">
          <Select
            t={t}
            form={form}
            name="subject"
            label={t("sittings.chair.voteOther")}
            required
            choices={others}
            empty=""
          />
          <button class="button second">{t("sittings.chair.act.vote_opened")}</button>
        </Act>
      )}
    </details>
  );
}

function Reason({ page, form, rows = 2 }: Pick<ActsProps, "page" | "form"> & { rows?: number }) {
  const { t } = page;
  return (
    <>
      <TextArea
        t={t}
        form={form}
        name="reason"
        label={t("sittings.chair.reason")}
        required
        rows={rows}
        maxlength={1000}
      />
      <LanguageField page={page} form={form} label={t("sittings.language")} />
    </>
  );
}

function TheList(props: ActsProps) {
  const { page, view, own, form } = props;
  const { t } = page;
  const [first] = view.floor.next;
  const itemId = view.openItemId ?? "";
  const closed = view.items.find(({ id }) => id === itemId)?.listClosed === true;
  const conducts = own.presides && view.state === "open";
  return (
    <details open={form.typed["what"] === "speaker_skipped" || form.typed["requestId"] !== undefined}>
      <summary>
        {t("sittings.chair.list")} ({view.floor.next.length})
      </summary>
      <Waiting {...props} />
      {conducts && (
        <Act {...props} what={closed ? "list_reopened" : "list_closed"} fields={{ itemId }}>
          <button class="button second">
            {t(`sittings.chair.act.${closed ? "list_reopened" : "list_closed"}`)}
          </button>
        </Act>
      )}
      {conducts && first && (
        <Act {...props} what="speaker_skipped" fields={{ requestId: first.requestId }}>
          <p class="label">{t("sittings.chair.skip", { name: nameOf(page, first) })}</p>
          <Reason page={page} form={form} />
          <button class="button second">{t("sittings.chair.act.speaker_skipped")}</button>
        </Act>
      )}
    </details>
  );
}

function OtherItems(props: ActsProps) {
  const { page, view, form } = props;
  const { t, language } = page;
  const named = (wanted: RegExp) =>
    view.items
      .filter(({ state }) => wanted.test(state))
      .map(({ id, position, title }) => ({
        value: id,
        label: `${position}. ${textIn(title, language).text}`,
      }));
  const [toOpen, toPostpone] = [named(/waiting|postponed/), named(/waiting|open/)];
  const label = t("sittings.chair.item");
  return (
    <details open={form.typed["what"] === "item_postponed"}>
      <summary>{t("sittings.chair.items")}</summary>
      {!view.openItemId && toOpen.length > 0 && (
        <Act {...props} what="item_opened">
          <Select t={t} form={form} name="itemId" label={label} required choices={toOpen} />
          <button class="button second">{t("sittings.chair.act.item_opened")}</button>
        </Act>
      )}
      {view.openItemId && (
        <Act {...props} what="item_closed" fields={{ itemId: view.openItemId }}>
          <button class="button second">{t("sittings.chair.act.item_closed")}</button>
        </Act>
      )}
      {toPostpone.length > 0 && (
        <Act {...props} what="item_postponed">
          <Select
            t={t}
            form={form}
            name="itemId"
            label={t("sittings.chair.postpone")}
            required
            value={view.openItemId ?? ""}
            choices={toPostpone}
          />
          <Reason page={page} form={form} />
          <button class="button second">{t("sittings.chair.act.item_postponed")}</button>
        </Act>
      )}
    </details>
  );
}
