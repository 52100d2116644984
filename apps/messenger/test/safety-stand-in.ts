import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { TestContext } from 'node:test';
import { type HubPublicKey, toBase64Url } from '@wellhouse/franking';
import type { ReportConfig } from '@wellhouse/protocol';

/** What the safety server answers to devices that only exchange messages: the hub's public keys, and one question. */
export function reportConfig(hubId: string, key: HubPublicKey): ReportConfig {
  const leaf = (id: string, label: string, category: string) => ({
    id,
    label,
    hint: null,
    question: null,
    outcome: 'report' as const,
    category,
    children: [],
  });
  return {
    taxonomyVersion: '1.0.0',
    locale: 'en',
    audience: 'adult',
    readers: 'the safety team',
    tree: {
      id: 'root',
      label: 'Report',
      hint: null,
      question: 'What is happening?',
      outcome: 'report',
      category: null,
      children: [leaf('threat', 'Someone is threatened', 'threat.life'), leaf('other', 'Something else', 'other')],
    },
    helplines: [],
    emergencyNumbers: [],
    limits: {
      contextBefore: 4,
      contextMaximum: 20,
      statementCharacters: 2_000,
      attachments: 20,
      attachmentBytes: 1_000_000,
    },
    disappearing: { graceSeconds: 3_600 },
    sealingKeys: [{ keyId: 'k1', suite: 'none', publicKey: 'AA', notAfter: '2099-01-01T00:00:00Z' }],
    hubs: [
      {
        hubId,
        keys: [
          {
            keyId: key.keyId,
            publicKey: key.publicKey && toBase64Url(key.publicKey),
            notBefore: new Date(key.notBefore).toISOString(),
            notAfter: new Date(key.notAfter).toISOString(),
          },
        ],
      },
    ],
  };
}

/**
 * Answers pages in a browser with that configuration, and what else `albums` answers. @returns its address
 */
export async function serveSafety(
  t: TestContext,
  config: ReportConfig,
  albums: (request: IncomingMessage, response: ServerResponse) => boolean = () => false,
): Promise<string> {
  const server = createServer((request, response) => {
    if (albums(request, response)) return;
    response.writeHead(200, {
      'content-type': 'application/json',
      'access-control-allow-origin': '*',
      'access-control-allow-headers': '*',
    });
    response.end(JSON.stringify(config));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a port');
  return `http://127.0.0.1:${address.port}`;
}
