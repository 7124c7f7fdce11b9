// Choosing which points of an adopted text somebody follows up.
import type { PossibleDecisionPoint } from "#congress";
import { FormPage } from "../../layout/form-page.tsx";
import type { FormState } from "../../layout/forms.tsx";
import { Layout } from "../../layout/layout.tsx";
import { Crumbs, Nothing } from "../../layout/parts.tsx";
import type { Page } from "../../request.ts";
import { excerpt } from "../../layout/excerpt.ts";

type DecisionPointsProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly text: { readonly path: string; readonly title: string; readonly language: string };
  readonly points: readonly PossibleDecisionPoint[];
  /** Paragraphs that are decision points already. */
  readonly marked: ReadonlySet<string>;
  readonly chosen: ReadonlySet<string>;
};

export function DecisionPointsPage({ page, form, text, points, marked, chosen }: DecisionPointsProps) {
  const { t } = page;
  const title = t("congress-acts.points.title");
  const trail = [{ href: text.path, label: text.title }];
  if (points.length === 0) {
    return (
      <Layout page={page} title={title} section="congress">
        <Crumbs page={page} trail={trail} />
        <h1>{title}</h1>
        <Nothing>{t("congress-acts.points.none")}</Nothing>
      </Layout>
    );
  }
  return (
    <FormPage
      page={page}
      form={form}
      title={title}
      section="congress"
      trail={trail}
      lede={t("congress-acts.points.lede")}
      send={t("congress-acts.points.send")}
    >
      {[...Map.groupBy(points, ({ list }) => list)].map(([list, own]) => (
        <fieldset>
          <legend lang={own[0]?.title ? text.language : undefined}>
            {excerpt(own[0]?.title?.text ?? "", 120) || t("congress-acts.points.list", { number: list })}
          </legend>
          {own.map(({ paragraph }) => (
            <label class="choice">
              <input
                type="checkbox"
                name="paragraph"
                value={paragraph.id}
                checked={marked.has(paragraph.id) || chosen.has(paragraph.id)}
                disabled={marked.has(paragraph.id)}
              />
              <span lang={text.language}>
                {paragraph.marker} {paragraph.text}
              </span>
            </label>
          ))}
        </fieldset>
      ))}
    </FormPage>
  );
}
