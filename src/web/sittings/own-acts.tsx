// What the reader can do in the sitting now: ask for the floor, leave the list, vote for their delegation.
import { type AgendaItemView, genders, type OwnPlace, type SittingView } from "#assembly";
import { choices, type OrganizationBrief } from "#congress";
import { textIn } from "#platform/multilingual";
import { Said } from "../layout/parts.tsx";
import type { Page } from "../request.ts";

type OwnProps = {
  readonly page: Page;
  readonly view: SittingView;
  readonly own: Pick<OwnPlace, "speaksFor" | "requests" | "votes">;
  readonly freshKey: () => string;
};

export function OwnActs(props: OwnProps) {
  const { page, view, own } = props;
  if (view.state === "closed" || own.speaksFor.length === 0) return <></>;
  return (
    <section class="card own">
      {view.conference && (
        <p>
          <a class="button second" href={`${view.href}/join`}>
            {page.t("sittings.join")}
          </a>
        </p>
      )}
      {own.votes.map((vote) => (
        <Vote {...props} vote={vote} />
      ))}
      <OwnRequests {...props} />
      {own.speaksFor.map((organization) => (
        <Ask {...props} organization={organization} />
      ))}
    </section>
  );
}

function Vote({ page, view, freshKey, vote }: OwnProps & { vote: OwnPlace["votes"][number] }) {
  const { t, language } = page;
  const { organization, cast } = vote;
  const name = textIn(organization.name, language).text;
  return (
    <form method="post" action={`${view.href}/vote`}>
      <input type="hidden" name="requestKey" value={freshKey()} />
      <input type="hidden" name="rollCallId" value={view.rollCallId ?? ""} />
      <input type="hidden" name="organizationId" value={organization.id} />
      <p class="label">{t("sittings.voteFor", { name })}</p>
      <p class="acts">
        {choices.map((choice) => (
          <button
            class={choice === cast ? "button" : "button second"}
            name="choice"
            value={choice}
            aria-pressed={choice === cast ? "true" : "false"}
          >
            {t(`congress.choice.${choice}`)}
          </button>
        ))}
      </p>
      <p class="quiet">
        {cast ? t("sittings.voted", { choice: t(`congress.choice.${cast}`) }) : t("sittings.notVoted")}
      </p>
    </form>
  );
}

function OwnRequests({ page: { t, language }, view, own, freshKey }: OwnProps) {
  const waiting = own.requests.filter(({ state }) => state === "waiting");
  const speaks = own.requests.some(({ state }) => state === "speaking");
  return (
    <>
      {speaks && (
        <p class="told" data-waits>
          {t("sittings.youSpeak")}
        </p>
      )}
      {waiting.map(({ id, itemId, kind }) => {
        const item = view.items.find((one) => one.id === itemId);
        const place = view.floor.next.findIndex(({ requestId }) => requestId === id) + 1;
        return (
          <form method="post" action={`${view.href}/floor/withdraw`} data-waits>
            <input type="hidden" name="requestKey" value={freshKey()} />
            <input type="hidden" name="requestId" value={id} />
            <p>
              {place > 0
                ? t("sittings.yourPlace", { place, kind })
                : t("sittings.youWait", { kind, item: item ? textIn(item.title, language).text : "" })}
            </p>
            <button class="button second">{t("sittings.withdraw")}</button>
          </form>
        );
      })}
    </>
  );
}

function Ask(props: OwnProps & { organization: OrganizationBrief }) {
  const { page, view, own, organization, freshKey } = props;
  const { t } = page;
  const waits = (item: AgendaItemView) =>
    own.requests.some(
      ({ itemId, kind, state }) => itemId === item.id && kind === "speech" && /waiting|speaking/.test(state),
    );
  const open = view.items.find(({ id }) => id === view.openItemId);
  const items = view.items.filter((item) => item.state !== "done" && !item.listClosed && !waits(item));
  if (items.length === 0 && !open) return null;
  const point = `p-${organization.id}`;
  return (
    <>
      <form method="post" action={`${view.href}/floor`}>
        <input type="hidden" name="requestKey" value={freshKey()} />
        <input type="hidden" name="organizationId" value={organization.id} />
        <p class="label">
          {t("sittings.askFor")} <Said page={page} field={organization.name} />
        </p>
        <Which page={page} of={organization.id} items={items} open={open} />
        {view.rules.speaking.alternation === "gender" && items.length > 0 && (
          <Gender page={page} of={organization.id} />
        )}
        <p class="acts">
          {items.length > 0 && (
            <button class="button" name="kind" value="speech">
              {t("sittings.ask")}
            </button>
          )}
          {open && (
            <button class="button second" form={point} name="kind" value="point_of_order">
              {t("sittings.raisePoint")}
            </button>
          )}
        </p>
      </form>
      {open && (
        // Whatever was chosen above: a point of order is about what is dealt with now, also where its list is closed.
        <form id={point} hidden method="post" action={`${view.href}/floor`}>
          <input type="hidden" name="requestKey" value={freshKey()} />
          <input type="hidden" name="organizationId" value={organization.id} />
          <input type="hidden" name="itemId" value={open.id} />
        </form>
      )}
    </>
  );
}

type WhichProps = {
  readonly page: Page;
  readonly of: string;
  readonly items: readonly AgendaItemView[];
  readonly open: AgendaItemView | undefined;
};

/** About which item somebody asks to speak. */
function Which({ page, of, items, open }: WhichProps) {
  const { t, language } = page;
  const [only] = items;
  if (!only) return null;
  if (items.length < 2)
    return (
      <>
        {/* The one that is open needs no name; another does, or people think that it is this one. */}
        {only.id !== open?.id && (
          <p>
            {only.position}. <Said page={page} field={only.title} />
          </p>
        )}
        <input type="hidden" name="itemId" value={only.id} />
      </>
    );
  return (
    <div class="field">
      <label for={`i-${of}`}>{t("sittings.toWhich")}</label>
      <select name="itemId" id={`i-${of}`}>
        {items.map((item) => (
          <option value={item.id} selected={item.id === open?.id}>
            {item.position}. {textIn(item.title, language).text}
          </option>
        ))}
      </select>
    </div>
  );
}

function Gender({ page: { t }, of }: { page: Page; of: string }) {
  return (
    <div class="field">
      <label for={`g-${of}`}>{t("sittings.gender")}</label>
      <p class="hint">{t("sittings.genderHint")}</p>
      <select name="gender" id={`g-${of}`}>
        <option value="">{t("sittings.genderUnsaid")}</option>
        {genders.map((gender) => (
          <option value={gender}>{t(`sittings.gender.${gender}`)}</option>
        ))}
      </select>
    </div>
  );
}
