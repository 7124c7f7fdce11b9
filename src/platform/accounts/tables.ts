// The rows of the accounts' tables, as far as code of ours reads or writes them; better-auth does the rest.
import type { Generated } from "kysely";

type Stamps = { created_at: Date; updated_at: Date };

export type AccountTables = {
  accounts: Stamps & {
    id: string;
    name: string;
    email: string;
    email_verified: boolean;
    two_factor_enabled: boolean | null;
  };
  account_sessions: Stamps & {
    id: string;
    account_id: string;
    token: string;
    user_agent: string | null;
    expires_at: Date;
  };
  account_credentials: Stamps & {
    id: string;
    account_id: string;
    provider_id: string;
    provider_account_id: string;
    password: string | null;
  };
  account_verifications: Stamps & { id: string; identifier: string; value: string; expires_at: Date };
  account_two_factors: {
    id: string;
    account_id: string;
    secret: string;
    backup_codes: string;
    verified: boolean | null;
    failed_verification_count: Generated<number | null>;
    locked_until: Date | null;
    last_code: Buffer | null;
    last_code_at: Date | null;
  };
  account_passkeys: {
    id: string;
    account_id: string;
    name: string | null;
    credential_id: string;
    created_at: Date | null;
  };
};
