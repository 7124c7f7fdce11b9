// A circle as its members see it: whose turn is when, what is held, its rules, who owes whom; and its sheet for the wall.
import { type CircleMemberView, circlePath, type CircleView, type RoundView } from "#financing";
import { Tag, type Tone, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { type CircleProps, Forming } from "./circle-forming.tsx";
import {
  Act,
  AmountAct,
  type Amounts,
  amountsIn,
  Frame,
  nameOf,
  Party,
  Refused,
  savingsPath,
} from "./frame.tsx";
import { CircleStand } from "./savings.page.tsx";

export function CirclePage(props: CircleProps) {
  const { page, circle, form } = props;
  const { t } = page;
  const amounts = amountsIn(page, props.currency);
  return (
    <Frame page={page} title={circle.name} trail={[{ href: savingsPath, label: t("financing.savings") }]}>
      <p>
        <CircleStand page={page} state={circle.state} />{" "}
        <span class="quiet">
          {t(`financing.rhythm.${circle.rhythm}`)} · {amounts(circle.contribution)}
        </span>
      </p>
      <Refused page={page} form={form} />
      {circle.state === "forming" && <Forming {...props} />}
      <div class="row two">
        <section>
          {circle.rounds.length > 0 && <Rota {...props} amounts={amounts} />}
          <Debts {...props} amounts={amounts} />
        </section>
        <section class="card">
          <h2>{t("financing.circle.rules")}</h2>
          <Rules page={page} circle={circle} amounts={amounts} />
        </section>
      </div>
      <Leaving {...props} />
    </Frame>
  );
}

type RulesProps = { readonly page: Page; readonly circle: CircleView; readonly amounts: Amounts };

/** What the circle adopted, a sentence each. */
export function Rules({ page, circle, amounts }: RulesProps) {
  const { t } = page;
  const { reserve } = circle;
  return (
    <ul>
      <li>
        {t("financing.circle.says.contribution", {
          amount: amounts(circle.contribution),
          rhythm: t(`financing.rhythm.${circle.rhythm}`).toLowerCase(),
        })}
      </li>
      <li>{t(`financing.circle.says.order.${circle.orderedBy}`, { source: circle.lotSource ?? "" })}</li>
      <li>{t("financing.circle.says.held", { days: circle.aheadDays })}</li>
      <li>{t("financing.circle.says.grace", { days: circle.graceDays })}</li>
      <li>{t(`financing.circle.says.cover.${circle.cover}`, { reserve: amounts(reserve) })}</li>
      <li>{t(`financing.circle.says.turn.${circle.turnRule}`)}</li>
      {circle.putOutAfter !== null && (
        <li>{t("financing.circle.says.putOut", { count: circle.putOutAfter })}</li>
      )}
      {circle.seed && (
        <li>
          {t("financing.circle.says.seed")} <code>{circle.seed}</code>
        </li>
      )}
    </ul>
  );
}

const roundTones: Readonly<Record<RoundView["state"], Tone>> = {
  planned: "plain",
  open: "going",
  paid_out: "done",
};

const memberOf = (circle: CircleView, id: string): CircleMemberView | undefined =>
  circle.members.find((one) => one.id === id);

function Rota({ page, circle, amounts }: CircleProps & { readonly amounts: Amounts }) {
  const { t } = page;
  return (
    <>
      <h2>{t("financing.circle.rota")}</h2>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col" class="num">
                {t("financing.circle.round")}
              </th>
              <th scope="col">{t("financing.circle.day")}</th>
              <th scope="col">{t("financing.circle.whose")}</th>
            </tr>
          </thead>
          <tbody>
            {circle.rounds.map((round) => {
              const member = memberOf(circle, round.memberId);
              return (
                <tr>
                  <td class="num">{round.number}</td>
                  <td>
                    <When page={page} at={round.dueOn} style="medium" />
                  </td>
                  <td>
                    {member && <Party page={page} party={member} />}{" "}
                    <Tag tone={roundTones[round.state]}>
                      {t(`financing.circle.roundState.${round.state}`)}
                    </Tag>
                    {round.waitsFor && <p class="reason">{t("financing.circle.waits")}</p>}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p>
        <a href={`${circlePath(circle.id)}/rota`}>{t("financing.circle.sheet")}</a>
      </p>
      {circle.open && <OpenRound page={page} circle={circle} amounts={amounts} />}
    </>
  );
}

function OpenRound({ page, circle, amounts }: RulesProps) {
  const { t } = page;
  const { open } = circle;
  if (!open) return null;
  const taking = circle.members.filter(({ state }) => state === "joined");
  return (
    <div class="card">
      <h3>
        {t("financing.circle.openRound", { number: open.number, amount: amounts(circle.contribution) })}
      </h3>
      <ul class="key">
        {taking.map((one) => (
          <li>
            <i class={open.held.includes(one.id) ? "done" : "rest"}></i>
            {nameOf(page, one)} ·{" "}
            {t(open.held.includes(one.id) ? "financing.circle.isHeld" : "financing.circle.isMissing")}
          </li>
        ))}
      </ul>
      <p>
        {t("financing.circle.inTimeUntil")} <When page={page} at={open.graceEnds} />.
      </p>
    </div>
  );
}

function Debts({ page, circle, form, freshKey, amounts }: CircleProps & { readonly amounts: Amounts }) {
  const { t } = page;
  if (circle.debts.length === 0) return null;
  const name = (id: string | null) => {
    const member = id === null ? undefined : memberOf(circle, id);
    return member ? nameOf(page, member) : t("financing.circle.theReserve");
  };
  const own = circle.members.find(
    (one) => one.isOwn && circle.debts.some(({ debtorId }) => debtorId === one.id),
  );
  return (
    <>
      <h2>{t("financing.circle.debts")}</h2>
      <ul>
        {circle.debts.map(({ debtorId, creditorId, amount }) => (
          <li>
            {t("financing.circle.owes", {
              debtor: name(debtorId),
              creditor: name(creditorId),
              amount: amounts(amount),
            })}
          </li>
        ))}
      </ul>
      {own && (
        <AmountAct
          page={page}
          form={form}
          freshKey={freshKey}
          name="debt"
          label={t("financing.circle.payDebt", { amount: amounts(circle.owes) })}
          action={`${circlePath(circle.id)}/pay`}
          send={t("financing.pay")}
          hidden={{ accountId: own.accountId }}
        />
      )}
    </>
  );
}

function Leaving({ page, circle }: CircleProps) {
  if (circle.state !== "completed" || circle.owes > 0n) return null;
  return (
    <>
      {circle.members
        .filter(({ isOwn, state }) => isOwn && (state === "joined" || state === "put_out"))
        .map((one) => (
          <Act
            action={`${circlePath(circle.id)}/leave`}
            send={page.t("financing.circle.leave")}
            second
            hidden={{ accountId: one.accountId }}
          />
        ))}
    </>
  );
}

/** For the wall: the days and turns in large letters, and the rules below. */
export function RotaPage({ page, circle, currency }: Pick<CircleProps, "page" | "circle" | "currency">) {
  const { t } = page;
  const amounts = amountsIn(page, currency);
  return (
    <Frame
      page={page}
      title={circle.name}
      trail={[
        { href: savingsPath, label: t("financing.savings") },
        { href: circlePath(circle.id), label: circle.name },
      ]}
    >
      <p class="lede">
        {t("financing.circle.says.contribution", {
          amount: amounts(circle.contribution),
          rhythm: t(`financing.rhythm.${circle.rhythm}`).toLowerCase(),
        })}
      </p>
      <table>
        <tbody>
          {circle.rounds.map(({ number, dueOn, memberId }) => {
            const member = memberOf(circle, memberId);
            return (
              <tr>
                <td class="num">{number}</td>
                <td>
                  <When page={page} at={dueOn} />
                </td>
                <td>
                  <strong>{member && nameOf(page, member)}</strong>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <h2>{t("financing.circle.rules")}</h2>
      <Rules page={page} circle={circle} amounts={amounts} />
    </Frame>
  );
}
