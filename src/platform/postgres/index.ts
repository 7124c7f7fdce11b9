// The door to the database server: embedded in the data directory, or one's own.
export {
  type EmbeddedServer,
  openEmbedded,
  type OpenEmbeddedInput,
  type ServerEvent,
} from "./embedded-server.ts";
export {
  checkServer,
  type DatabaseConnection,
  type DatabaseInput,
  type NodeDatabase,
  type NodeDatabaseInput,
  openNodeDatabase,
  withDatabaseForCommand,
} from "./node-database.ts";
export { type HeldLock, takeNodeLock } from "./node-lock.ts";
export { PostgresRefusal, type PostgresRefusalReason } from "./refusal.ts";
