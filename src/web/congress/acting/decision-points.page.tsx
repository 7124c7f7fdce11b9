// Choosing which points of an adopted text somebody follows up.
import type { PossibleDecisionPoint } from "#congress";
import { type FormState, FormRefusal, Submit } from "../../layout/forms.tsx";
import { Layout } from "../../layout/layout.tsx";
import { Crumbs, Nothing } from "../../layout/parts.tsx";
import type { Page } from "../../request.ts";
import { excerpt } from "./words.ts";

type DecisionPointsProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly text: { readonly path: string; readonly title: string; readonly language: string };
  readonly points: readonly PossibleDecisionPoint[];
  /** Paragraphs that are decision points already. */
  readonly marked: ReadonlySet<string>;
  readonly chosen: ReadonlySet<string>;
};

/** Points one after another under the same heading and lead, in the text's order. */
function grouped(points: readonly PossibleDecisionPoint[]) {
  const groups: PossibleDecisionPoint[][] = [];
  for (const point of points) {
    const last = groups.at(-1);
    const before = last?.at(-1);
    if (last && before?.heading === point.heading && before.lead === point.lead) last.push(point);
    else groups.push([point]);
  }
  return groups;
}

export function DecisionPointsPage({ page, form, text, points, marked, chosen }: DecisionPointsProps) {
  const { t } = page;
  const title = t("congress-acts.points.title");
  return (
    <Layout page={page} title={title} section="congress">
      <Crumbs page={page} trail={[{ href: text.path, label: text.title }]} />
      <h1>{title}</h1>
      <p class="lede">{t("congress-acts.points.lede")}</p>
      {points.length === 0 ? (
        <Nothing>{t("congress-acts.points.none")}</Nothing>
      ) : (
        <form method="post">
          <FormRefusal t={t} form={form} />
          {grouped(points).map(([first, ...others], index) => (
            <fieldset lang={text.language}>
              <legend>
                {excerpt(first?.lead?.text ?? first?.heading?.text ?? "", 120) ||
                  t("congress-acts.points.list", { number: index + 1 })}
              </legend>
              {(first ? [first, ...others] : []).map(({ paragraph }) => (
                <label class="choice">
                  <input
                    type="checkbox"
                    name="paragraph"
                    value={paragraph.id}
                    checked={marked.has(paragraph.id) || chosen.has(paragraph.id)}
                    disabled={marked.has(paragraph.id)}
                  />
                  {paragraph.marker} {paragraph.text}
                </label>
              ))}
            </fieldset>
          ))}
          <Submit label={t("congress-acts.points.send")} />
        </form>
      )}
    </Layout>
  );
}
