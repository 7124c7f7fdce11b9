// Pages of saving and financing.
import { Hono } from "hono";
import type { Env } from "../request.ts";
import { fundsRoutes } from "./funds.routes.tsx";
import { loansRoutes } from "./loans.routes.tsx";
import { savingsRoutes } from "./savings.routes.tsx";

export const financingRoutes = new Hono<Env>()
  .route("/", savingsRoutes)
  .route("/", fundsRoutes)
  .route("/", loansRoutes);
