// What the rest of the node knows of accounts. Nothing here names better-auth.
import type { Ctx } from "../context.ts";

/** What a browser is to keep: whole `Set-Cookie` values, in order. */
export type Cookies = readonly string[];

export type Session = {
  readonly id: string;
  /** `Firefox · Android`, or empty. */
  readonly device: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

export type Passkey = { readonly id: string; readonly name: string; readonly createdAt: Date | null };

/** `pending`: a secret was given out and no code of it was shown yet. */
export type SecondStep = "off" | "pending" | "on";

export type NewAccount = {
  readonly email: string;
  readonly password: string;
  /** Names that the password must not rest on: the person's, the node's. The e-mail is added. */
  readonly personal: readonly string[];
};

export type Accounts = {
  /** Whose session a request belongs to. One query; an ended session is ended at once. */
  accountOf(headers: Headers): Promise<{ accountId: string; sessionId: string } | undefined>;
  /**
   * Makes an account, in the transaction of what it is made for (a founding, an accepted invitation).
   * Refuses with `emailTaken`, or `inputInvalid` for `email` (`emailMalformed`) and `password`.
   */
  createAccount(tx: Ctx, input: NewAccount): Promise<string>;
  hasAccount(email: string): Promise<boolean>;
  emailOf(accountId: string): Promise<string | undefined>;

  /** Refuses with `signInRefused`, the same for an unknown e-mail as for a wrong password. */
  signIn(
    headers: Headers,
    input: { email: string; password: string; remember: boolean },
  ): Promise<{ cookies: Cookies; secondStep: boolean }>;
  /** The second step of signing in. Refuses with `codeRefused`, `signInAnew` or `secondStepLocked`. */
  verifyTotp(headers: Headers, code: string): Promise<Cookies>;
  useRecoveryCode(headers: Headers, code: string): Promise<Cookies>;
  signOut(headers: Headers): Promise<Cookies>;
  /** Opens a session without a password: only for links that the node itself gave out. */
  openSession(accountId: string, headers: Headers): Promise<Cookies>;

  listSessions(accountId: string): Promise<Session[]>;
  /** Ends a session of this account; another's is left alone. */
  endSession(accountId: string, sessionId: string): Promise<void>;

  secondStepOf(accountId: string): Promise<SecondStep>;
  /** Gives out a secret that counts once `confirmTotp` has seen a code of it. Refuses with `passwordWrong`. */
  startTotp(headers: Headers, password: string): Promise<void>;
  pendingTotp(accountId: string): Promise<{ uri: string; recoveryCodes: string[] } | undefined>;
  confirmTotp(headers: Headers, code: string): Promise<Cookies>;
  stopTotp(headers: Headers, password: string): Promise<Cookies>;
  newRecoveryCodes(headers: Headers, password: string): Promise<string[]>;

  /** Ends every other session. Refuses with `passwordWrong`, or `inputInvalid` for `newPassword`. */
  changePassword(
    headers: Headers,
    input: { currentPassword: string; newPassword: string; personal: readonly string[] },
  ): Promise<Cookies>;
  /** What to mail, if there is such an account; the page says the same either way. */
  requestPasswordReset(email: string): Promise<{ email: string; token: string } | undefined>;
  /** Ends every session. Refuses with `linkNoLongerHolds`, or `inputInvalid` for `newPassword`. */
  resetPassword(input: { token: string; newPassword: string; personal: readonly string[] }): Promise<void>;

  listPasskeys(accountId: string): Promise<Passkey[]>;
  removePasskey(accountId: string, passkeyId: string): Promise<void>;
  /** Begins signing in with a passkey: a challenge for this browser, for five minutes. */
  askForPasskey(headers: Headers): Promise<Cookies>;
  /** The challenge that this browser's passkey is to sign, if one was given out and not answered yet. */
  passkeyChallenge(headers: Headers): Promise<string | undefined>;
  /** Answers the three passkey endpoints below `AUTH_PATH`; anything else is not there. */
  handle(request: Request): Promise<Response>;
};
