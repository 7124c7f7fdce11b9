// How people who are not in the room join a sitting: set at the chair's table, and tried there before the day.
import { conferenceKinds, type SittingView } from "#assembly";
import { textIn } from "#platform/multilingual";
import { FormPage } from "../layout/form-page.tsx";
import { type FormState, Select, TextField } from "../layout/forms.tsx";
import type { Page } from "../request.ts";
import { trailTo } from "./sitting.page.tsx";

export type Tried = { readonly works: boolean; readonly sentence: string };

type ConferenceProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly view: SittingView;
  /** What became of asking the server, if it was asked. */
  readonly tried?: Tried | undefined;
};

export function ConferencePage({ page, form, view, tried }: ConferenceProps) {
  const { t } = page;
  const field = { t, form };
  const now = view.conference ?? "none";
  return (
    <FormPage
      page={page}
      form={form}
      section="congress"
      title={t("sittings.conference")}
      lede={t("sittings.conference.lede")}
      trail={[...trailTo(page, view), { href: view.href, label: textIn(view.title, page.language).text }]}
      before={<Now page={page} view={view} tried={tried} />}
      send={t("sittings.conference.send")}
    >
      <Select
        {...field}
        name="kind"
        label={t("sittings.conference.kind")}
        required
        value={now}
        choices={conferenceKinds.map((kind) => ({
          value: kind,
          label: t(`sittings.conference.kind.${kind}`),
        }))}
      />
      <TextField
        {...field}
        name="address"
        type="url"
        inputmode="url"
        label={t("sittings.conference.address")}
        hint={t("sittings.conference.addressHint")}
        maxlength={1000}
      />
      <TextField
        {...field}
        name="room"
        label={t("sittings.conference.room")}
        hint={t("sittings.conference.roomHint")}
        maxlength={200}
      />
      <TextField {...field} name="appId" label={t("sittings.conference.appId")} maxlength={200} />
      <TextField
        {...field}
        name="secret"
        type="password"
        autocomplete="off"
        label={t("sittings.conference.secret")}
        hint={t("sittings.conference.secretHint")}
        maxlength={500}
      />
    </FormPage>
  );
}

function Now({ page: { t }, view, tried }: Omit<ConferenceProps, "form">) {
  const now = view.conference ?? "none";
  return (
    <>
      <p>{t("sittings.conference.now", { kind: t(`sittings.conference.kind.${now}`) })}</p>
      {tried && (
        <div class={tried.works ? "told" : "refused"} role={tried.works ? "status" : "alert"}>
          <p>{tried.sentence}</p>
        </div>
      )}
      {now === "bigbluebutton" && (
        <form method="post" action={`${view.href}/conference/try`}>
          <p>
            <button class="button second">{t("sittings.conference.try")}</button>
          </p>
        </form>
      )}
    </>
  );
}
