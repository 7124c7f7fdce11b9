// Accounts: setting up, signing in, one's own account, invitations, passwords, and mail that did not go out.
import { Hono } from "hono";
import type { Accounts } from "#platform/accounts/accounts";
import type { Env } from "../request.ts";
import { accountPages } from "./account.routes.tsx";
import { invitationRoutes } from "./invitations.routes.tsx";
import { outboxRoutes } from "./outbox.routes.tsx";
import { passwordRoutes } from "./password.routes.tsx";
import { secondStepRoutes } from "./second-step.routes.tsx";
import { setupRoutes } from "./setup.routes.tsx";
import { signInRoutes } from "./sign-in.routes.tsx";

export function accountRoutes(accounts: Accounts) {
  return new Hono<Env>()
    .route("/", setupRoutes(accounts))
    .route("/", signInRoutes(accounts))
    .route("/", accountPages(accounts))
    .route("/", secondStepRoutes(accounts))
    .route("/", invitationRoutes(accounts))
    .route("/", passwordRoutes(accounts))
    .route("/", outboxRoutes);
}
