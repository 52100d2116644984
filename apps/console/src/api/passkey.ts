import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';
import type { PasskeyChallenge } from '@wellhouse/protocol';

/** The person closed the browser's dialog, or took too long. */
export class PasskeyCancelled extends Error {
  override readonly name = 'PasskeyCancelled';
}

export const passkeysSupported = browserSupportsWebAuthn;

/** Has the browser make a passkey. @throws PasskeyCancelled */
export async function createPasskey({ options }: PasskeyChallenge) {
  // The server made them for this very function.
  const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON;
  const made = await startRegistration({ optionsJSON }).catch((cause: unknown) => {
    throw new PasskeyCancelled('the browser made no passkey', { cause });
  });
  return { ...made, response: { ...made.response } };
}

/** Has the browser answer with one of the person's passkeys. @throws PasskeyCancelled */
export async function answerWithPasskey({ options }: PasskeyChallenge) {
  const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON;
  const answer = await startAuthentication({ optionsJSON }).catch((cause: unknown) => {
    throw new PasskeyCancelled('the browser used no passkey', { cause });
  });
  return { ...answer, response: { ...answer.response } };
}
