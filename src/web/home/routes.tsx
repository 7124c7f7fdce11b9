import { Hono } from "hono";
import { textIn } from "#platform/multilingual";
import { Layout } from "../layout/layout.tsx";
import type { Env } from "../request.ts";

export const homeRoutes = new Hono<Env>().get("/", (c) => {
  const { page } = c.var;
  const name = textIn(page.profile.name, page.language).text;
  return c.html(
    <Layout page={page} title={name} section="home">
      <h1>{name}</h1>
    </Layout>,
  );
});
