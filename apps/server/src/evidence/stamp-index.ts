import { createHmac } from 'node:crypto';
import { encodeHubStatement, type HubStatement } from '@wellhouse/franking';
import type { KeyStore } from '../platform/keys.ts';

/** A verified stamp as it lies in the database: good for comparing, and tells nobody without the key anything. */
export interface IndexedStamp {
  /** 16 bytes: hub, group and sequence. Equal for two stamps of one message. */
  readonly place: Buffer;
  /**
   * 16 bytes: the whole context and the tag. Two verified stamps of one place that differ here are two statements of the hub
   * that cannot both be true.
   */
  readonly statement: Buffer;
}

/** Keyed by the installation, so that a copy of the database does not tell which messages were reported. */
export function createStampIndex(keys: Pick<KeyStore, 'receiptKey'>): (statement: HubStatement) => IndexedStamp {
  // who changes what is hashed under a label changes both labels: rows of before must not meet rows of after, or every honest
  // hub would seem to contradict itself
  const digest = (label: string, bytes: Uint8Array) => {
    const key = createHmac('sha256', keys.receiptKey).update(`stamp index: ${label}`, 'utf8').digest();
    return createHmac('sha256', key).update(bytes).digest().subarray(0, 16);
  };
  return (statement) => {
    const { hubId, groupId, sequence } = statement.context;
    const place = JSON.stringify([hubId, Buffer.from(groupId).toString('base64url'), String(sequence)]);
    return {
      place: digest('hub place', Buffer.from(place, 'utf8')),
      statement: digest('hub statement', encodeHubStatement(statement)),
    };
  };
}
