// What the node could not send, for its operators: they hand the links over themselves.
import { Hono } from "hono";
import { authorise } from "#confederation";
import { isId } from "#platform/ids";
import { forgetMail, listUndelivered, type UndeliveredMail } from "#platform/mail/mail";
import { Submit } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { Nothing, Tag, When } from "../layout/parts.tsx";
import { type Env, type Page, signedIn } from "../request.ts";
import { AccountCrumbs } from "./account.page.tsx";

function OutboxPage({ page, mails }: { page: Page; mails: readonly UndeliveredMail[] }) {
  const { t } = page;
  return (
    <Layout page={page} title={t("accounts.outbox.title")}>
      <AccountCrumbs page={page} />
      <h1>{t("accounts.outbox.title")}</h1>
      <p class="lede">{t("accounts.outbox.lede")}</p>
      {mails.length === 0 && <Nothing>{t("accounts.outbox.none")}</Nothing>}
      <ul class="list">
        {mails.map((mail) => (
          <li>
            <span>
              {mail.recipient}{" "}
              <Tag tone={mail.state === "failed" ? "late" : "quiet"}>
                {t(`accounts.outbox.${mail.state}`)}
              </Tag>
            </span>
            <span>{mail.subject}</span>
            {mail.link && <code>{mail.link}</code>}
            <small>
              <When page={page} at={mail.createdAt} style="instant" />
            </small>
            <form method="post" action={`/node/mail/${mail.id}/forget`}>
              <Submit label={t("accounts.outbox.forget")} second />
            </form>
          </li>
        ))}
      </ul>
    </Layout>
  );
}

export const outboxRoutes = new Hono<Env>()
  .get("/node/mail", signedIn, async (c) => {
    const { ctx, page } = c.var;
    await authorise(ctx, "node.operate", null);
    c.header("Cache-Control", "no-store");
    return c.html(<OutboxPage page={page} mails={await listUndelivered(ctx.db)} />);
  })
  .post("/node/mail/:id/forget", signedIn, async (c) => {
    const { ctx } = c.var;
    await authorise(ctx, "node.operate", null);
    const id = c.req.param("id");
    if (isId(id)) await forgetMail(ctx, id);
    return c.redirect("/node/mail", 303);
  });
