// One offer or need: what it is, what is expected in return, whose it is, and how to ask for it.
import { type OfferState, type OfferView, offerSteps, type PhotographView } from "#market";
import { textIn } from "#platform/multilingual";
import { excerpt } from "../layout/excerpt.ts";
import { FormRefusal, type FormState, Submit } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { Crumbs, Said, Tag, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import {
  amountOf,
  categoryWords,
  marketTrail,
  placeWords,
  returnWords,
  seasonWords,
  toneOf,
} from "./words.tsx";

type OfferProps = {
  readonly page: Page;
  readonly offer: OfferView;
  /** Whether the reader may change it. */
  readonly changes: boolean;
  /** Whether some organisation of the reader's may ask for it. */
  readonly asks: boolean;
  readonly form: FormState;
};

export function OfferPage(props: OfferProps) {
  const { page, offer, form } = props;
  const { t, language } = page;
  const title = textIn(offer.title, language);
  if (offer.state === "withdrawn") return <Tombstone page={page} offer={offer} />;
  return (
    <Layout page={page} section="economy" title={title.text} description={excerpt(descriptionOf(props), 150)}>
      <Crumbs page={page} trail={marketTrail(page)} />
      <article>
        <p class="eyebrow">
          {t(`market.kind.${offer.kind}`)} · {categoryWords(page, offer.category)}
        </p>
        <h1 lang={title.language} dir="auto">
          {title.text}
        </h1>
        <p>
          {offer.state !== "open" && <Tag tone={toneOf[offer.state]}>{t(`market.state.${offer.state}`)}</Tag>}{" "}
          {offer.membersOnly && <Tag tone="plain">{t("market.membersOnly")}</Tag>}{" "}
          {offer.labels.map((label) => (
            <>
              <Tag tone="plain">{t(`market.label.${label}`)}</Tag>{" "}
            </>
          ))}
        </p>
        <FormRefusal t={t} form={form} />
        <div class="row two">
          <div>
            <Facts page={page} offer={offer} />
            {offer.description && <Description page={page} offer={offer} />}
            {offer.photographs.length > 0 && (
              <ul class="photographs">
                {offer.photographs.map((photograph) => (
                  <li>
                    <Photograph page={page} photograph={photograph} />
                  </li>
                ))}
              </ul>
            )}
          </div>
          <div>
            <Whose page={page} offer={offer} />
            <Asking {...props} />
            {props.changes && <Changing page={page} offer={offer} />}
            <p>
              <small>
                <a href={`${offer.href}.jsonld`}>{t("market.asData")}</a>
              </small>
            </p>
          </div>
        </div>
      </article>
    </Layout>
  );
}

function descriptionOf({ page, offer }: OfferProps): string {
  const text = offer.description && textIn(offer.description, page.language).text;
  return text ?? `${amountOf(page, offer)} · ${returnWords(page, offer)} · ${placeWords(page, offer)}`;
}

function Tombstone({ page, offer }: Pick<OfferProps, "page" | "offer">) {
  const { t } = page;
  return (
    <Layout page={page} section="economy" title={t("market.state.withdrawn")}>
      <Crumbs page={page} trail={marketTrail(page)} />
      <h1>{t("market.tombstone")}</h1>
      <p class="nothing">
        {t("market.tombstoneLede")}{" "}
        <a href={`/organizations/${offer.organization.slug}/market`}>
          <Said page={page} field={offer.organization.name} />
        </a>
        {" · "}
        <When page={page} at={offer.changedAt} style="medium" />
      </p>
    </Layout>
  );
}

function Facts({ page, offer }: Pick<OfferProps, "page" | "offer">) {
  const { t } = page;
  const { startsOn, endsOn } = offer;
  return (
    <table>
      <tbody>
        <tr>
          <th scope="row">{t(`market.howMuch.${offer.kind}`)}</th>
          <td>
            {amountOf(page, offer)}
            {offer.left !== null && offer.quantity !== null && offer.left < offer.quantity && (
              <>
                {" "}
                <small>
                  {t("market.left", { quantity: amountOf(page, { ...offer, quantity: offer.left }) })}
                </small>
              </>
            )}
          </td>
        </tr>
        <tr>
          <th scope="row">{t(`market.inReturn.${offer.kind}`)}</th>
          <td>
            {returnWords(page, offer)}
            {offer.wanted && (
              <>
                {" "}
                <small>{categoryWords(page, offer.wanted.category)}</small>
              </>
            )}
          </td>
        </tr>
        <tr>
          <th scope="row">{t("market.season")}</th>
          <td>
            {seasonWords(page, offer.months)}
            {startsOn && (
              <>
                , {t("market.from")} <When page={page} at={startsOn} style="medium" />
              </>
            )}
            {endsOn && (
              <>
                , {t("market.until")} <When page={page} at={endsOn} style="medium" />
              </>
            )}
          </td>
        </tr>
        <tr>
          <th scope="row">{t("market.where")}</th>
          <td>{placeWords(page, offer)}</td>
        </tr>
      </tbody>
    </table>
  );
}

function Description({ page, offer }: Pick<OfferProps, "page" | "offer">) {
  const { text, language } = textIn(offer.description ?? { source: "es", texts: {} }, page.language);
  return (
    <>
      {text.split(/\n{2,}/).map((paragraph) => (
        <p lang={language} dir="auto">
          {paragraph}
        </p>
      ))}
    </>
  );
}

function Whose({ page, offer }: Pick<OfferProps, "page" | "offer">) {
  const { t } = page;
  const { slug, name, isExample } = offer.organization;
  return (
    <section class="card">
      <h2>{t(`market.whose.${offer.kind}`)}</h2>
      <p>
        <a href={`/organizations/${slug}`}>
          <Said page={page} field={name} />
        </a>{" "}
        {isExample && <Tag tone="plain">{t("organizations.example")}</Tag>}
      </p>
      <p>
        <a href={`/organizations/${slug}/market`}>{t("market.allOfTheirs")}</a>
      </p>
    </section>
  );
}

function Asking({ page, offer, asks }: OfferProps) {
  const { t } = page;
  if (offer.state !== "open") return null;
  return (
    <p class="acts">
      {asks ? (
        <a class="button" href={`${offer.href}/ask`}>
          {t(`market.act.ask.${offer.kind}`)}
        </a>
      ) : (
        !page.viewer && (
          <a href={`/sign-in?next=${encodeURIComponent(`${offer.href}/ask`)}`}>{t("market.signInToAsk")}</a>
        )
      )}
    </p>
  );
}

const steps: readonly OfferState[] = ["open", "paused", "exhausted", "withdrawn"];

/** The steps that the table allows from here. */
function Changing({ page, offer }: Pick<OfferProps, "page" | "offer">) {
  const { t } = page;
  const possible = steps.filter((to) => (offerSteps[to].from as readonly OfferState[]).includes(offer.state));
  return (
    <section class="card doing">
      <h2>{t("market.changing")}</h2>
      <p>
        <a class="button second" href={`${offer.href}/edit`}>
          {t("market.act.edit")}
        </a>
      </p>
      {possible.map((to) =>
        to === "withdrawn" ? (
          <details>
            <summary>{t("market.act.withdrawn")}</summary>
            <p class="hint">{t("market.withdrawHint")}</p>
            <Move offer={offer} to={to} label={t("market.act.withdrawn")} />
          </details>
        ) : (
          <Move offer={offer} to={to} label={t(`market.act.${to}.${offer.kind}`)} />
        ),
      )}
    </section>
  );
}

function Move({ offer, to, label }: { offer: OfferView; to: OfferState; label: string }) {
  return (
    <form method="post" action={`${offer.href}/state`}>
      <input type="hidden" name="to" value={to} />
      <Submit label={label} second />
    </form>
  );
}

/** The few bytes of the page show until the photograph has come, and where it never does. */
function Photograph({ page, photograph }: { page: Page; photograph: PhotographView }) {
  const { width, height, hash, smallHash, placeholder } = photograph;
  const alt = textIn(photograph.alt, page.language);
  return (
    <a href={`/market/photographs/${hash}`}>
      <img src={placeholder} alt="" width={width} height={height} />
      <img
        src={`/market/photographs/${smallHash}`}
        alt={alt.text}
        lang={alt.language}
        width={width}
        height={height}
        loading="lazy"
      />
    </a>
  );
}
