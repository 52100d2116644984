import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';
import type { PasskeyChallenge } from '@wellhouse/protocol';
import { z } from 'zod';

/** What an attacker may bend. */
export interface Bend {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  /** As if nobody had touched the sensor or typed the PIN. */
  readonly unverified?: boolean;
  readonly counter?: number;
  readonly key?: KeyObject;
}

const Options = z.looseObject({ challenge: z.string() });
const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest();

/** A passkey in software (WebAuthn Level 3 §6.1, §6.5): ES256, no attestation. */
export function createSoftPasskey({ origin = 'http://localhost:8600', rpId = 'localhost' } = {}) {
  const id = randomBytes(32);
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  let count = 0;

  function clientData(type: string, challenge: PasskeyChallenge, bend: Bend): Buffer {
    const asked = bend.challenge ?? Options.parse(challenge.options).challenge;
    return Buffer.from(JSON.stringify({ type, challenge: asked, origin: bend.origin ?? origin, crossOrigin: false }));
  }

  function authenticatorData(bend: Bend, attested: Buffer): Buffer {
    const flags = 0x01 | (bend.unverified ? 0 : 0x04) | (attested.length > 0 ? 0x40 : 0);
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(bend.counter ?? ++count);
    return Buffer.concat([sha256(bend.rpId ?? rpId), Buffer.of(flags), counter, attested]);
  }

  const common = () => ({
    id: id.toString('base64url'),
    rawId: id.toString('base64url'),
    type: 'public-key',
    clientExtensionResults: {},
  });

  return {
    /** Answers `beginPasskey`. */
    register(challenge: PasskeyChallenge, bend: Bend = {}) {
      const jwk = publicKey.export({ format: 'jwk' });
      const cose = new Map<number, number | Uint8Array<ArrayBuffer>>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, new Uint8Array(Buffer.from(jwk.x ?? '', 'base64url'))],
        [-3, new Uint8Array(Buffer.from(jwk.y ?? '', 'base64url'))],
      ]);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const attested = Buffer.concat([Buffer.alloc(16), length, id, isoCBOR.encode(cose)]);
      const object = new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', new Uint8Array(authenticatorData(bend, attested))],
      ]);
      return {
        ...common(),
        response: {
          clientDataJSON: clientData('webauthn.create', challenge, bend).toString('base64url'),
          attestationObject: Buffer.from(isoCBOR.encode(object as Parameters<typeof isoCBOR.encode>[0])).toString(
            'base64url',
          ),
          transports: ['internal'],
        },
      };
    },
    /** Answers `beginPasskeyLogin` and `beginStepUp`. */
    answer(challenge: PasskeyChallenge, bend: Bend = {}) {
      const data = clientData('webauthn.get', challenge, bend);
      const authenticator = authenticatorData(bend, Buffer.alloc(0));
      const signature = sign('sha256', Buffer.concat([authenticator, sha256(data)]), bend.key ?? privateKey);
      return {
        ...common(),
        response: {
          clientDataJSON: data.toString('base64url'),
          authenticatorData: authenticator.toString('base64url'),
          signature: signature.toString('base64url'),
        },
      };
    },
  };
}

export type SoftPasskey = ReturnType<typeof createSoftPasskey>;
