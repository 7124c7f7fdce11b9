// A page that is one form: where the reader is, what it is for, what was refused, its fields, and what sends it.
import type { Child } from "hono/jsx";
import { type FormState, FormRefusal, RequestKey, Submit } from "./forms.tsx";
import { Layout, type Section } from "./layout.tsx";
import { type Crumb, Crumbs } from "./parts.tsx";
import type { Page } from "../request.ts";

type FormPageProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly title: string;
  readonly section?: Section;
  readonly trail?: readonly Crumb[];
  readonly lede?: string;
  /** What stands between the lede and the form. */
  readonly before?: Child;
  /** What stands behind the form. */
  readonly after?: Child;
  /** Where it is sent; to its own address unless told. */
  readonly action?: string;
  readonly withFile?: boolean;
  /** Makes a form that is sent twice count once. */
  readonly freshKey?: string | undefined;
  /** The words of the button. */
  readonly send: string;
  /** Buttons beside it. */
  readonly besideSend?: Child;
  readonly children?: Child;
};

export function FormPage(props: FormPageProps) {
  const { page, form, title, section, trail = [], lede, freshKey } = props;
  return (
    <Layout page={page} title={title} section={section}>
      {trail.length > 0 && <Crumbs page={page} trail={trail} />}
      <h1>{title}</h1>
      {lede && <p class="lede">{lede}</p>}
      {props.before}
      <form method="post" action={props.action} enctype={props.withFile ? "multipart/form-data" : undefined}>
        <FormRefusal t={page.t} form={form} />
        {freshKey && <RequestKey form={form} fresh={freshKey} />}
        {props.children}
        <p class="acts">
          <Submit label={props.send} />
          {props.besideSend}
        </p>
      </form>
      {props.after}
    </Layout>
  );
}
