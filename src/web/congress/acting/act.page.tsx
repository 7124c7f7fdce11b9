// What the reader can do now at a text, whoever they are there.
import { type FormState, FormRefusal } from "../../layout/forms.tsx";
import { Layout } from "../../layout/layout.tsx";
import { type Paged, Pages } from "../../layout/paging.tsx";
import { Crumbs, Nothing } from "../../layout/parts.tsx";
import type { Page } from "../../request.ts";
import { AmendmentActs, TextActs } from "./acts.tsx";
import { type AmendmentOffers, offersNothing, type TextOffers } from "./offers.ts";

type ActPageProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly title: string;
  readonly offers: TextOffers;
  /** Those at which something is offered. */
  readonly amendments: Paged<AmendmentOffers>;
  /** A key for each form: two votes on one page are two acts. */
  readonly freshKey: () => string;
};

export function ActPage({ page, form, title, offers, amendments, freshKey }: ActPageProps) {
  const { t } = page;
  return (
    <Layout page={page} title={t("congress-acts.act.title")} section="congress">
      <Crumbs page={page} trail={[{ href: offers.path, label: title }]} />
      <h1>{t("congress-acts.act.title")}</h1>
      <FormRefusal t={t} form={form} />
      {offersNothing(offers) && amendments.total === 0 && <Nothing>{t("congress-acts.act.nothing")}</Nothing>}
      <TextActs page={page} offers={offers} freshKey={freshKey()} />
      {amendments.items.map((amendment) => (
        <section>
          <h2>
            <a href={amendment.path}>
              {t("congress-acts.act.amendment", { number: amendment.number, title: amendment.title })}
            </a>
          </h2>
          <AmendmentActs page={page} offers={amendment} freshKey={freshKey()} />
        </section>
      ))}
      <Pages page={page} paged={amendments} />
    </Layout>
  );
}
