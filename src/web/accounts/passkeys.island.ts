// Passkeys in the browser: signing in with one (/sign-in/passkey) and adding one (/account/passkeys). WebAuthn's binary
// fields (Level 3, §5.1.8) travel as base64url in JSON. Without it, or without WebAuthn, what it opens stays hidden.

type Json = Record<string, unknown>;
type Described = { id: string; type: "public-key"; transports?: AuthenticatorTransport[] };

function bytesOf(text: string): ArrayBuffer {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0)).buffer;
}

function textOf(bytes: ArrayBuffer | null): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer(0))))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

const described = (list: Described[] | undefined) =>
  (list ?? []).map((one) => ({ ...one, id: bytesOf(one.id) }));

const JSON_TYPE = { "Content-Type": "application/json" };

async function send(path: string, body: Json): Promise<Response> {
  const answer = await fetch(`/account/auth/passkey/${path}`, {
    method: "POST",
    headers: JSON_TYPE,
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer;
}

/** Signs the page's challenge with whichever passkey of this node its holder picks. */
async function signChallenge(challenge: string, rpId: string): Promise<Json> {
  const credential = (await navigator.credentials.get({
    publicKey: { challenge: bytesOf(challenge), rpId, userVerification: "required" },
  })) as PublicKeyCredential | null;
  if (!credential) throw new Error("no passkey");
  const response = credential.response as AuthenticatorAssertionResponse;
  return {
    response: {
      id: credential.id,
      rawId: textOf(credential.rawId),
      type: credential.type,
      clientExtensionResults: credential.getClientExtensionResults(),
      response: {
        clientDataJSON: textOf(response.clientDataJSON),
        authenticatorData: textOf(response.authenticatorData),
        signature: textOf(response.signature),
        userHandle: response.userHandle ? textOf(response.userHandle) : undefined,
      },
    },
  };
}

/** Makes a passkey for the account that is signed in. Throws `Error("403")` when the session is too old for it. */
async function addPasskey(name: string): Promise<void> {
  const options = (await (await send("generate-register-options", {})).json()) as Json;
  const user = options["user"] as { id: string; name: string; displayName: string };
  const credential = (await navigator.credentials.create({
    publicKey: {
      rp: options["rp"] as PublicKeyCredentialRpEntity,
      user: { ...user, id: bytesOf(user.id) },
      challenge: bytesOf(options["challenge"] as string),
      pubKeyCredParams: options["pubKeyCredParams"] as PublicKeyCredentialParameters[],
      excludeCredentials: described(options["excludeCredentials"] as Described[] | undefined),
      authenticatorSelection: options["authenticatorSelection"] as AuthenticatorSelectionCriteria,
      attestation: "none",
    },
  })) as PublicKeyCredential | null;
  if (!credential) throw new Error("no passkey");
  const response = credential.response as AuthenticatorAttestationResponse;
  await send("verify-registration", {
    name,
    response: {
      id: credential.id,
      rawId: textOf(credential.rawId),
      type: credential.type,
      clientExtensionResults: credential.getClientExtensionResults(),
      response: {
        clientDataJSON: textOf(response.clientDataJSON),
        attestationObject: textOf(response.attestationObject),
        transports: response.getTransports(),
      },
    },
  });
}

/** Shows an island that a browser without WebAuthn or without scripts leaves hidden. */
function openIsland(name: string): HTMLElement | undefined {
  const island = document.querySelector<HTMLElement>(`[data-passkey="${name}"]`);
  if (!island || !("PublicKeyCredential" in globalThis)) return undefined;
  island.hidden = false;
  return island;
}

const signingIn = openIsland("sign-in");
/** A challenge counts once: after the node has seen an answer to it, the form asks for another. */
let answered = false;
signingIn?.addEventListener("submit", async (event) => {
  if (answered) return;
  event.preventDefault();
  const { challenge = "", rp = "", next = "/account" } = signingIn.dataset;
  const failed = signingIn.querySelector<HTMLElement>("[data-failed]");
  failed?.setAttribute("hidden", "");
  try {
    const signed = await signChallenge(challenge, rp);
    answered = true;
    await send("verify-authentication", signed);
    location.assign(next);
  } catch {
    failed?.removeAttribute("hidden");
  }
});

const adding = openIsland("add");
adding?.querySelector("form")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const shown = (name: string) => adding.querySelector<HTMLElement>(`[data-${name}]`);
  for (const name of ["failed", "stale"]) shown(name)?.setAttribute("hidden", "");
  const name = adding.querySelector<HTMLInputElement>("input")?.value.trim() ?? "";
  try {
    await addPasskey(name);
    location.reload();
  } catch (error) {
    const stale = error instanceof Error && error.message === "403";
    shown(stale ? "stale" : "failed")?.removeAttribute("hidden");
  }
});
