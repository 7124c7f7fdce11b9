// Puts the pages and protocols together into one application, without listening.
import { Hono } from "hono";
import { compress } from "hono/compress";
import type { Accounts } from "#platform/accounts/accounts";
import { Refusal } from "#platform/errors";
import { akomaNtosoRoutes } from "./protocols/akoma-ntoso/routes.ts";
import { ownClearingRoutes } from "./protocols/api/own-clearing.routes.ts";
import { ownMoneyRoutes } from "./protocols/api/own-money.routes.ts";
import { apiRoutes } from "./protocols/api/routes.ts";
import { archiveRoutes } from "./protocols/archive/routes.ts";
import { congressProtocolRoutes } from "./protocols/congress/routes.ts";
import { addWatching, type Watched } from "./protocols/health/routes.ts";
import { icalendarRoutes } from "./protocols/icalendar/routes.ts";
import { logProtocolRoutes } from "./protocols/log/routes.ts";
import { popoloRoutes } from "./protocols/popolo/routes.ts";
import { valueFlowsRoutes } from "./protocols/valueflows/routes.ts";
import { accountRoutes } from "./web/accounts/routes.tsx";
import { sittingActingRoutes } from "./web/sittings/acting.routes.tsx";
import type { LiveSittings } from "./web/sittings/live.ts";
import { conferenceRoutes } from "./web/sittings/conference.routes.tsx";
import { minutesRoutes } from "./web/sittings/minutes.routes.tsx";
import { sittingRoutes } from "./web/sittings/routes.tsx";
import { roomRoutes } from "./web/assembly/routes.tsx";
import { agendaActingRoutes } from "./web/agenda/acting.routes.tsx";
import { agendaFileRoutes } from "./web/agenda/files.routes.tsx";
import { agendaRoutes } from "./web/agenda/routes.tsx";
import { worldRoutes } from "./web/agenda/world.routes.tsx";
import { assetRoutes } from "./web/assets.ts";
import { analysisRoutes } from "./web/clearing/analysis.routes.tsx";
import { obligationRoutes } from "./web/clearing/obligations.routes.tsx";
import { roundRoutes } from "./web/clearing/rounds.routes.tsx";
import { cycleRoutes } from "./web/commitments/cycle.routes.tsx";
import { commitmentRoutes } from "./web/commitments/routes.tsx";
import { archivePageRoutes } from "./web/congress/archive.routes.tsx";
import { congressActingRoutes } from "./web/congress/acting.routes.tsx";
import { electionRoutes } from "./web/elections/routes.tsx";
import { rulesRoutes } from "./web/congress/rules/routes.tsx";
import { congressRoutes } from "./web/congress/routes.tsx";
import { answerFailure } from "./web/failures.ts";
import { financingRoutes } from "./web/financing/routes.tsx";
import { marketRoutes } from "./web/market/routes.tsx";
import { economyRoutes } from "./web/economy/routes.tsx";
import { homeRoutes } from "./web/home/routes.tsx";
import { ledgerRoutes } from "./web/ledger/routes.tsx";
import { logRoutes } from "./web/log/routes.tsx";
import { affiliationRoutes } from "./web/organizations/affiliation.routes.tsx";
import { organizationEditRoutes } from "./web/organizations/edit.routes.tsx";
import { mandateRoutes } from "./web/organizations/mandates.routes.tsx";
import { mapRoutes } from "./web/organizations/maps.routes.ts";
import { organizationRoutes } from "./web/organizations/routes.tsx";
import { limitWrites } from "./web/rate-limit.ts";
import { aboutRoutes } from "./web/node/about.routes.tsx";
import { officeRoutes } from "./web/node/offices.routes.tsx";
import { noteReadingLanguage } from "./web/reading-language.ts";
import { type Env, type WebNode, withRequest } from "./web/request.ts";
import { bodyLimit, sameOrigin, securityHeaders } from "./web/security.ts";

/** What the application needs of a running node beyond what pages see. */
export type AppNode = WebNode &
  Watched & {
    readonly accounts: Accounts;
    /** What sittings show while people look. */
    readonly live: LiveSittings;
    /** Whether whoever runs the node named its address, or it only follows from where the node listens. */
    readonly originNamed: boolean;
    /** Says a fault where whoever runs the node reads it. */
    readonly report: (line: string) => void;
  };

export function createApp(node: AppNode): Hono<Env> {
  const app = new Hono<Env>();
  app.onError((error, c) => answerFailure(node, error, c));
  addWatching(app, node);
  app.use(securityHeaders(node.facilities.origin));
  app.use(compress({ threshold: 512 }));
  app.route("/", assetRoutes as unknown as Hono<Env>);
  app.use(withRequest(node));
  app.use(sameOrigin(node.facilities.origin, node.originNamed));
  app.use(limitWrites);
  app.use(noteReadingLanguage);
  app.use(bodyLimit());
  // Before the home page, in whose place a node that was not set up yet says so.
  app.route("/", accountRoutes(node.accounts));
  app.route("/", homeRoutes);
  app.route("/", aboutRoutes);
  // Before the pages that everybody reads: /congress/new is no edition.
  app.route("/", congressActingRoutes);
  app.route("/", sittingActingRoutes(node.live));
  app.route("/", sittingRoutes(node.live));
  app.route("/", minutesRoutes);
  app.route("/", conferenceRoutes);
  app.route("/", roomRoutes);
  app.route("/", electionRoutes);
  app.route("/", rulesRoutes);
  app.route("/", congressRoutes);
  app.route("/", congressProtocolRoutes);
  app.route("/", akomaNtosoRoutes);
  app.route("/", archiveRoutes());
  app.route("/", archivePageRoutes);
  // Before the commitments: /commitments/cycle is none.
  app.route("/", cycleRoutes);
  app.route("/", commitmentRoutes);
  // Before the obligations: /obligations/name is none.
  app.route("/", analysisRoutes);
  app.route("/", obligationRoutes);
  app.route("/", roundRoutes);
  app.route("/", icalendarRoutes);
  app.route("/", agendaActingRoutes);
  app.route("/", agendaFileRoutes);
  app.route("/", worldRoutes);
  app.route("/", agendaRoutes);
  // Before the pages: whoever asks for data gets it at the same address.
  app.route("/", valueFlowsRoutes);
  app.route("/", marketRoutes);
  app.route("/", financingRoutes);
  app.route("/", economyRoutes);
  app.route("/", ledgerRoutes);
  app.route("/", officeRoutes);
  app.route("/", logProtocolRoutes);
  app.route("/", logRoutes);
  app.route("/", popoloRoutes);
  // Before what every site may read: these are for whoever has signed in.
  app.route("/", ownMoneyRoutes);
  app.route("/", ownClearingRoutes);
  app.route("/", apiRoutes);
  app.route("/", mapRoutes);
  app.route("/", organizationEditRoutes);
  app.route("/", affiliationRoutes);
  app.route("/", mandateRoutes);
  app.route("/", organizationRoutes);
  app.notFound((c) => {
    throw new Refusal("missing", "pageUnknown", { path: c.req.path });
  });
  return app;
}
