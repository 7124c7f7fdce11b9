// The congress as those act in it who hold a mandate. What everybody reads is in routes.tsx.
import { Hono } from "hono";
import type { Env } from "../request.ts";
import { amendmentActs } from "./acting/amendments.routes.tsx";
import { draftingRoutes } from "./acting/drafting.routes.tsx";
import { editionActs } from "./acting/editions.routes.tsx";
import { textActs } from "./acting/texts.routes.tsx";
import { motionRoutes } from "./motions/routes.tsx";
import { signingKeyRoutes } from "./signing-keys.routes.tsx";

export const congressActingRoutes = new Hono<Env>()
  .route("/", draftingRoutes)
  .route("/", editionActs)
  .route("/", amendmentActs)
  .route("/", textActs)
  .route("/", motionRoutes)
  .route("/", signingKeyRoutes);
