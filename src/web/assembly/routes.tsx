// Pages of the room: organs, seats, delegates, the door.
import { Hono } from "hono";
import type { Env } from "../request.ts";
import { delegateRoutes } from "./delegates.routes.tsx";
import { doorRoutes } from "./door.routes.tsx";
import { organRoutes } from "./organs.routes.tsx";
import { seatRoutes } from "./seats.routes.tsx";

export const roomRoutes = new Hono<Env>()
  .route("/", organRoutes)
  .route("/", seatRoutes)
  .route("/", delegateRoutes)
  .route("/", doorRoutes);
