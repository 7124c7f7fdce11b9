// A circle that is coming together: who answers, who stands for whom, which order, and the start.
import { type CircleMemberView, circlePath, type CircleView } from "#financing";
import type { Currency } from "#ledger";
import type { Page } from "../request.ts";
import { type FormState, Select, TextArea, TextField } from "../layout/forms.tsx";
import { Tag } from "../layout/parts.tsx";
import { Act, nameOf, Party } from "./frame.tsx";

export type CircleProps = {
  readonly page: Page;
  readonly circle: CircleView;
  readonly currency: Currency;
  readonly form: FormState;
  readonly freshKey: string;
};

export function Forming(props: CircleProps) {
  const { page, circle } = props;
  const { t } = page;
  const own = circle.members.filter(({ isOwn }) => isOwn);
  const founds = own.some((one) => one.founds);
  return (
    <>
      <section>
        <h2>{t("financing.circle.members")}</h2>
        <ol class="list">
          {inOrder(circle).map((one) => (
            <li>
              <div>
                <Party page={page} party={one} />{" "}
                {one.state === "invited" && <Tag tone="quiet">{t("financing.pot.part.invited")}</Tag>}
                {one.agrees && <Tag tone="done">{t("financing.circle.agrees")}</Tag>}
              </div>
              {one.need && <small>{one.need}</small>}
              {circle.cover === "guarantors" && <Guarantor page={page} circle={circle} one={one} />}
            </li>
          ))}
        </ol>
      </section>
      {own.map((one) => (
        <Own {...props} own={one} />
      ))}
      {founds && <Founding {...props} />}
    </>
  );
}

/** As the proposed order has it, else as they were invited. */
const inOrder = ({ members }: CircleView): CircleMemberView[] =>
  members.toSorted((one, other) => (one.place ?? 999) - (other.place ?? 999));

function Guarantor({
  page,
  circle,
  one,
}: Pick<CircleProps, "page" | "circle"> & { readonly one: CircleMemberView }) {
  const guarantor = circle.members.find(({ id }) => id === one.guarantorId);
  const { t } = page;
  if (!guarantor) return <small>{t("financing.circle.noGuarantor")}</small>;
  return (
    <>
      <small>
        {t(one.guarantorAgreed ? "financing.circle.guarantorAgreed" : "financing.circle.guarantorAsked", {
          name: nameOf(page, guarantor),
        })}
      </small>
      {guarantor.isOwn && !one.guarantorAgreed && (
        <Act
          action={`${circlePath(circle.id)}/guarantee`}
          send={t("financing.circle.guarantee", { name: nameOf(page, one) })}
          hidden={{ accountId: guarantor.accountId, memberId: one.id }}
        />
      )}
    </>
  );
}

function Own(props: CircleProps & { readonly own: CircleMemberView }) {
  const { page, circle, form, own } = props;
  const { t } = page;
  const hidden = { accountId: own.accountId };
  const asks = circle.orderedBy === "need" || circle.cover === "guarantors" || own.state === "invited";
  return (
    <section class="card">
      <h2>{nameOf(page, own)}</h2>
      {asks && (
        <Act
          action={`${circlePath(circle.id)}/join`}
          send={t(own.state === "invited" ? "financing.circle.join" : "financing.save")}
          hidden={hidden}
        >
          {circle.orderedBy === "need" && (
            <TextArea
              t={t}
              form={form}
              name="need"
              label={t("financing.circle.need")}
              rows={3}
              maxlength={500}
              value={own.need ?? ""}
            />
          )}
          {circle.cover === "guarantors" && (
            <Select
              t={t}
              form={form}
              name="guarantorId"
              label={t("financing.circle.guarantor")}
              needed
              value={own.guarantorId ?? ""}
              empty="—"
              choices={circle.members
                .filter(({ id }) => id !== own.id)
                .map((one) => ({ value: one.id, label: nameOf(page, one) }))}
            />
          )}
        </Act>
      )}
      {own.state === "invited" && (
        <Act
          action={`${circlePath(circle.id)}/decline`}
          send={t("financing.decline")}
          second
          hidden={hidden}
        />
      )}
      {own.state === "joined" && circle.orderVersion > 0 && !own.agrees && circle.orderedBy !== "lot" && (
        <Act
          action={`${circlePath(circle.id)}/agree`}
          send={t("financing.circle.agreeToOrder")}
          hidden={{ ...hidden, version: String(circle.orderVersion) }}
        />
      )}
    </section>
  );
}

/** What whoever founded it does: proposes the order, starts it, or gives it up. */
function Founding({ page, circle, form }: CircleProps) {
  const { t } = page;
  const joined = inOrder(circle).filter(({ state }) => state === "joined");
  return (
    <section class="card">
      <h2>{t("financing.circle.founding")}</h2>
      {circle.orderedBy !== "lot" && joined.length > 1 && (
        <Act action={`${circlePath(circle.id)}/order`} send={t("financing.circle.proposeOrder")} second>
          <fieldset>
            <legend>{t("financing.circle.placeOf")}</legend>
            {joined.map((one, at) => (
              <TextField
                t={t}
                form={form}
                name={`place-${one.id}`}
                label={nameOf(page, one)}
                required
                inputmode="numeric"
                maxlength={2}
                value={String(one.place ?? at + 1)}
              />
            ))}
          </fieldset>
        </Act>
      )}
      <Act action={`${circlePath(circle.id)}/start`} send={t("financing.circle.start")}>
        {circle.orderedBy === "lot" && (
          <TextField
            t={t}
            form={form}
            name="drawn"
            label={t("financing.circle.drawn")}
            hint={circle.lotSource ?? ""}
            required
            maxlength={200}
          />
        )}
      </Act>
      <Act action={`${circlePath(circle.id)}/dissolve`} send={t("financing.circle.dissolve")} second />
    </section>
  );
}
