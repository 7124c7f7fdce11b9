// The node's offices: what each may do, and the form in which an operator adds one or changes it.
import { Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import {
  authorise,
  capabilities,
  type Capability,
  defineOffice,
  listOffices,
  type Office,
} from "#confederation";
import { languageName } from "#platform/geography/index";
import { type FormState, FormRefusal, Submit, TextField } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { Said } from "../layout/parts.tsx";
import { refusedAct } from "../refused-forms.ts";
import { type Env, type FormBody, type Page, readForm, signedIn, type WebContext } from "../request.ts";

type OfficesProps = {
  readonly page: Page;
  readonly offices: readonly Office[];
  readonly form: FormState;
  readonly chosen: readonly string[];
};

function OfficesPage({ page, offices, form, chosen }: OfficesProps) {
  const { t } = page;
  return (
    <Layout page={page} title={t("offices.title")}>
      <h1>{t("offices.title")}</h1>
      <p class="lede">{t("offices.lede")}</p>
      <div class="row two">
        <ul class="list">
          {offices.map((office) => (
            <li>
              <div>
                <a href={`/node/offices?office=${office.key}#f-key`}>
                  <Said page={page} field={office.name} />
                </a>{" "}
                <code>{office.key}</code>
              </div>
              <small>
                {office.capabilities.map((capability) => t(`offices.may.${capability}`)).join("; ") ||
                  t("offices.nothing")}
              </small>
            </li>
          ))}
        </ul>
        <form method="post" class="card">
          <h2>{t("offices.define")}</h2>
          <FormRefusal t={t} form={form} />
          <TextField
            t={t}
            form={form}
            name="key"
            label={t("offices.key")}
            hint={t("offices.keyHint")}
            required
            maxlength={40}
          />
          {page.profile.languages.map((tag, index) => (
            <TextField
              t={t}
              form={form}
              name={`name-${tag}`}
              label={t("offices.name", { language: languageName(tag, page.language) })}
              required={index === 0}
              maxlength={80}
            />
          ))}
          <fieldset>
            <legend>{t("offices.capabilities")}</legend>
            {capabilities.map((capability) => (
              <label class="choice">
                <input
                  type="checkbox"
                  name="capability"
                  value={capability}
                  checked={chosen.includes(capability)}
                />
                {t(`offices.may.${capability}`)}
              </label>
            ))}
          </fieldset>
          <Submit label={t("offices.save")} />
        </form>
      </div>
    </Layout>
  );
}

/** The form filled with an office that is to be changed. */
function formOf(office: Office | undefined): FormState {
  if (!office) return { typed: {} };
  const names = Object.entries(office.name.texts).map(([tag, text]) => [`name-${tag}`, text]);
  return { typed: { key: office.key, ...Object.fromEntries(names) } };
}

async function show(
  c: WebContext,
  refused?: { form: FormState; status: ContentfulStatusCode; chosen: readonly string[] },
) {
  const { ctx, page } = c.var;
  await authorise(ctx, "node.operate", null);
  const offices = await listOffices(ctx.db);
  const office = offices.find(({ key }) => key === c.req.query("office"));
  const form = refused?.form ?? formOf(office);
  const chosen = refused?.chosen ?? office?.capabilities ?? [];
  return c.html(
    <OfficesPage page={page} offices={offices} form={form} chosen={chosen} />,
    refused?.status ?? 200,
  );
}

async function defineFrom(c: WebContext, body: FormBody): Promise<void> {
  const { ctx, page } = c.var;
  const texts = page.profile.languages.flatMap((tag) => {
    const text = body.get(`name-${tag}`).trim();
    return text ? [[tag, text] as const] : [];
  });
  await defineOffice(ctx, {
    key: body.get("key").trim(),
    name: { source: page.profile.languages[0] ?? page.language, texts: Object.fromEntries(texts) },
    capabilities: body.all("capability") as Capability[],
  });
}

export const officeRoutes = new Hono<Env>()
  .get("/node/offices", signedIn, (c) => show(c))
  .post("/node/offices", signedIn, async (c) => {
    const body = await readForm(c);
    try {
      await defineFrom(c, body);
    } catch (error) {
      const source = c.var.page.profile.languages[0] ?? "";
      const nameOf = (path: string) =>
        path.startsWith("name") ? `name-${path.split(".")[2] ?? source}` : (path.split(".")[0] ?? path);
      return show(c, { ...refusedAct(error, body, undefined, nameOf), chosen: body.all("capability") });
    }
    return c.redirect("/node/offices", 303);
  });
