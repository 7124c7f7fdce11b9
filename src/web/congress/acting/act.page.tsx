// What the reader can do now at a text, whoever they are there: votes that are open first, then what moves the text on.
import { editionPath } from "#congress";
import { textIn } from "#platform/multilingual";
import { type FormState, FormRefusal } from "../../layout/forms.tsx";
import { Layout } from "../../layout/layout.tsx";
import { type Paged, Pages } from "../../layout/paging.tsx";
import { Crumbs, Nothing } from "../../layout/parts.tsx";
import type { Page } from "../../request.ts";
import { AmendmentActs, HowItIsAdopted, TextActs, ToTheTable } from "./acts.tsx";
import { type AmendmentOffers, isForTheTable, offersNothing, type TextOffers, urgencyOf } from "./offers.ts";
import type { TextAtHand } from "./text-at-hand.ts";

type ActPageProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly at: Pick<TextAtHand, "edition" | "title">;
  readonly offers: TextOffers;
  /** Those at which something is offered, what cannot wait first. */
  readonly amendments: Paged<AmendmentOffers>;
  /** A key for each form: two votes on one page are two acts. */
  readonly freshKey: () => string;
};

export function ActPage({ page, form, at, offers, amendments, freshKey }: ActPageProps) {
  const { t } = page;
  const voting = amendments.items.filter((one) => urgencyOf(one) === 0);
  const forTheTable = amendments.items.filter(isForTheTable);
  const others = amendments.items.filter((one) => urgencyOf(one) > 0 && !isForTheTable(one));
  const ofAmendment = (amendment: AmendmentOffers) => (
    <section>
      <h2>
        <AmendmentLink page={page} amendment={amendment} />
      </h2>
      <AmendmentActs page={page} offers={amendment} freshKey={freshKey()} />
    </section>
  );
  return (
    <Layout page={page} title={t("congress-acts.act.title")} section="congress">
      <Crumbs
        page={page}
        trail={[
          { href: "/congress", label: t("congress.title") },
          { href: editionPath(at.edition.slug), label: textIn(at.edition.title, page.language).text },
          { href: offers.path, label: at.title },
        ]}
      />
      <h1>{t("congress-acts.act.title")}</h1>
      <FormRefusal t={t} form={form} />
      {offersNothing(offers) && amendments.total === 0 && <Nothing>{t("congress-acts.act.nothing")}</Nothing>}
      {voting.map(ofAmendment)}
      <TextActs page={page} offers={offers} freshKey={freshKey()} />
      {forTheTable.length > 0 && (
        <section>
          <h2>{t("congress-acts.act.forTheTable")}</h2>
          <ToTheTable page={page} table={forTheTable[0]?.table ?? null} />
          <p>
            <a href={`${offers.path}/amendments/order`}>{t("amendments.way.order")}</a>
          </p>
          <ul class="list">
            {forTheTable.map((amendment) => (
              <li>
                <AmendmentLink page={page} amendment={amendment} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {others.map(ofAmendment)}
      <Pages page={page} paged={amendments} />
      <HowItIsAdopted page={page} form={form} offers={offers} />
    </Layout>
  );
}

function AmendmentLink({ page, amendment }: { page: Page; amendment: AmendmentOffers }) {
  const { number, title, path } = amendment;
  return <a href={path}>{page.t("congress-acts.act.amendment", { number, title })}</a>;
}
