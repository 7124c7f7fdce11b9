// Input shapes of holding an action together.
import { z } from "zod";
import type { OrganizationId } from "#confederation";
import { idOf, plainTexts } from "#platform/fields";
import { placeNumber as number } from "./campaigns.schema.ts";

/** An action, and the organisation that joins it, is let in, or goes. */
export const joiningInput = z.object({ number, organizationId: idOf<OrganizationId>() });
export type JoiningInput = z.input<typeof joiningInput>;

export const turnAwayInput = joiningInput.extend({ reason: plainTexts(1000) });
export type TurnAwayInput = z.input<typeof turnAwayInput>;
