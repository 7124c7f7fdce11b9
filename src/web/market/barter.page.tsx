// Barter: the rings of the reader's organisations, drawn and said, with their answers; and what is missing.
import { formatQuantity, type Missing, type RingState, type RingView } from "#market";
import { textIn } from "#platform/multilingual";
import { FormRefusal, type FormState, Submit } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { type Paged, Pages } from "../layout/paging.tsx";
import { Crumbs, Nothing, Said, Tag, type Tone, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { MissingTable } from "./missing-table.tsx";
import { marketTrail } from "./words.tsx";

const ringTone: Readonly<Record<RingState, Tone>> = {
  proposed: "going",
  agreed: "done",
  refused: "quiet",
  lapsed: "quiet",
};

type BarterProps = {
  readonly page: Page;
  readonly rings: readonly RingView[];
  /** For which organisation the reader may look for rings; none for a visitor. */
  readonly looksFor: string | undefined;
  /** How many rings the last look found. */
  readonly found: number | undefined;
  readonly form: FormState;
};

export function BarterPage({ page, rings, looksFor, found, form }: BarterProps) {
  const { t } = page;
  return (
    <Layout
      page={page}
      section="economy"
      title={t("market.barter.title")}
      description={t("market.barter.lede")}
    >
      <Crumbs page={page} trail={marketTrail(page)} />
      <h1>{t("market.barter.title")}</h1>
      <p class="lede">{t("market.barter.lede")}</p>
      <p>{t("market.barter.how")}</p>
      <FormRefusal t={t} form={form} />
      {found !== undefined && <p class="told">{t("market.barter.found", { count: found })}</p>}
      <div class="acts">
        {looksFor && (
          <form method="post" action="/market/barter">
            <input type="hidden" name="organizationId" value={looksFor} />
            <Submit label={t("market.barter.act.look")} />
          </form>
        )}
        <a class="button second" href="/market?return=barter">
          {t("market.barter.offers")}
        </a>
      </div>
      {looksFor && (
        <section aria-labelledby="rings">
          <h2 id="rings">{t("market.barter.own")}</h2>
          {rings.length === 0 && <Nothing>{t("market.barter.none")}</Nothing>}
          {rings.map((ring) => (
            <Ring page={page} ring={ring} />
          ))}
        </section>
      )}
    </Layout>
  );
}

function Ring({ page, ring }: { page: Page; ring: RingView }) {
  const { t } = page;
  return (
    <article class="card">
      <p>
        <Tag tone={ringTone[ring.state]}>{t(`market.barter.state.${ring.state}`)}</Tag>{" "}
        <small>
          {t(ring.state === "proposed" ? "market.barter.answerUntil" : "market.barter.proposed")}{" "}
          <When page={page} at={ring.state === "proposed" ? ring.lapsesAt : ring.proposedAt} style="medium" />
        </small>
      </p>
      <div class="row half">
        <Picture page={page} ring={ring} />
        <Steps page={page} ring={ring} />
      </div>
      {ring.acts.map((organizationId) => (
        <Answer page={page} ring={ring} organizationId={organizationId} />
      ))}
    </article>
  );
}

/** Parties in the order in which things go on; who only gets stands last. */
function partiesOf({ steps }: RingView) {
  const parties = new Map(steps.map(({ fromId, fromName }) => [fromId, fromName]));
  for (const { toId, toName } of steps) if (!parties.has(toId)) parties.set(toId, toName);
  return [...parties].map(([id, name], index) => ({ id, name, number: index + 1 }));
}

const [WIDTH, HEIGHT, RADIUS, DISC] = [300, 220, 78, 19];

/** Numbers on a circle with an arrow for each thing; who they are stands beside. */
function Picture({ page, ring }: { page: Page; ring: RingView }) {
  const parties = partiesOf(ring);
  const at = new Map(
    parties.map(({ id }, index) => {
      const angle = (2 * Math.PI * index) / parties.length - Math.PI / 2;
      return [
        id,
        { x: WIDTH / 2 + 1.3 * RADIUS * Math.cos(angle), y: HEIGHT / 2 + RADIUS * Math.sin(angle) },
      ];
    }),
  );
  const round = (value: number) => Math.round(value * 10) / 10;
  return (
    <svg
      class="span ring"
      role="img"
      aria-label={page.t("market.barter.picture")}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
    >
      {ring.steps.map(({ fromId, toId }) => {
        const [from, to] = [at.get(fromId), at.get(toId)];
        if (!from || !to) return null;
        const [dx, dy] = [to.x - from.x, to.y - from.y];
        const length = Math.hypot(dx, dy) || 1;
        const [ux, uy] = [dx / length, dy / length];
        // A little to the side, so that two who exchange have two arrows.
        const side = ring.steps.length === 2 ? 10 : 0;
        const point = (along: number, across: number) =>
          `${round(from.x + ux * along - uy * (across + side))} ${round(from.y + uy * along + ux * (across + side))}`;
        const end = length - DISC - 3;
        return (
          <path
            d={`M${point(DISC + 3, 0)} L${point(end - 8, 0)} M${point(end - 10, 5)} L${point(end, 0)} L${point(end - 10, -5)}`}
          />
        );
      })}
      {parties.map(({ id, number }) => {
        const place = at.get(id);
        const yes = ring.answers.some(({ organizationId, saysYes }) => organizationId === id && saysYes);
        return (
          place && (
            <>
              <circle class={yes ? "done" : "plain"} cx={round(place.x)} cy={round(place.y)} r={DISC} />
              <text x={round(place.x)} y={round(place.y + 4)}>
                {number}
                {yes ? " ✓" : ""}
              </text>
            </>
          )
        );
      })}
    </svg>
  );
}

function Steps({ page, ring }: { page: Page; ring: RingView }) {
  const { t, language } = page;
  const number = new Map(partiesOf(ring).map(({ id, number }) => [id, number]));
  return (
    <ol class="list">
      {ring.steps.map((step) => (
        <li>
          <div>
            {number.get(step.fromId)}. <Said page={page} field={step.fromName} /> → {number.get(step.toId)}.{" "}
            <Said page={page} field={step.toName} />
          </div>
          <div>
            <b>{formatQuantity(language, step.quantity, step.unit)}</b>{" "}
            <a href={step.href}>
              <Said page={page} field={step.title} />
            </a>
          </div>
          <small>{t("market.barter.asked", { what: textIn(step.wanted, language).text })}</small>
        </li>
      ))}
    </ol>
  );
}

function Answer({ page, ring, organizationId }: { page: Page; ring: RingView; organizationId: string }) {
  const { t, language } = page;
  const name = partiesOf(ring).find(({ id }) => id === organizationId)?.name;
  return (
    <form method="post" action={`/market/barter/${ring.id}`}>
      <input type="hidden" name="organizationId" value={organizationId} />
      <p class="hint">{t("market.barter.answerFor", { name: name ? textIn(name, language).text : "" })}</p>
      <p class="acts">
        <button class="button" type="submit" name="answer" value="yes">
          {t("market.barter.act.yes")}
        </button>
        <button class="button second" type="submit" name="answer" value="no">
          {t("market.barter.act.no")}
        </button>
      </p>
    </form>
  );
}

type MissingProps = { readonly page: Page; readonly missing: Paged<Missing> };

export function MissingPage({ page, missing }: MissingProps) {
  const { t } = page;
  return (
    <Layout
      page={page}
      section="economy"
      title={t("market.missing.title")}
      description={t("market.missing.lede")}
    >
      <Crumbs page={page} trail={marketTrail(page)} />
      <h1>{t("market.missing.title")}</h1>
      <p class="lede">{t("market.missing.lede")}</p>
      {missing.total === 0 ? (
        <Nothing>{t("market.missing.nothing")}</Nothing>
      ) : (
        <MissingTable page={page} missing={missing.items} />
      )}
      <Pages page={page} paged={missing} />
    </Layout>
  );
}
