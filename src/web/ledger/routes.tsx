// Everything that people do with the ledger.
import { Hono } from "hono";
import type { Env } from "../request.ts";
import { accountRoutes } from "./accounts.routes.tsx";
import { approvalRoutes } from "./approvals.routes.tsx";
import { currencyRoutes } from "./currencies.routes.tsx";
import { orderRoutes } from "./orders.routes.tsx";
import { proofRoutes } from "./proof.routes.ts";
import { requestRoutes } from "./requests.routes.tsx";
import { statementRoutes } from "./statement.routes.tsx";

export const ledgerRoutes = new Hono<Env>()
  .route("/", currencyRoutes)
  .route("/", statementRoutes)
  .route("/", proofRoutes)
  .route("/", accountRoutes)
  .route("/", requestRoutes)
  .route("/", approvalRoutes)
  .route("/", orderRoutes);
