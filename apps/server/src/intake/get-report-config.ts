import { type ReportConfig, type ReportConfigQuery, reportLimits } from '@wellhouse/protocol';
import { matchLocale, questionTree, shownContacts, taxonomy } from '@wellhouse/taxonomy';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { isDrillHub } from '../platform/drill-hub.ts';

/** What a device needs to report; it keeps the answer, to be able to report offline. */
export async function getReportConfig(
  deps: Deps,
  query: z.output<typeof ReportConfigQuery>,
): Promise<z.input<typeof ReportConfig>> {
  const keys = await deps.database.kysely
    .selectFrom('hub_key')
    .select(['hub_id', 'key_id', 'public_key', 'not_before', 'not_after', 'retired_at', 'private_key'])
    .orderBy('key_id')
    .execute();
  const contacts = shownContacts(deps.clock().toISOString().slice(0, 10), deps.contacts);
  return {
    taxonomyVersion: taxonomy.version,
    locale: matchLocale(query.locale),
    audience: query.audience,
    readers: deps.config.readers,
    tree: questionTree(query.locale, query.audience),
    helplines: [...contacts.helplines],
    emergencyNumbers: [...contacts.emergencyNumbers],
    limits: {
      contextBefore: 4,
      contextMaximum: reportLimits.evidenceItems - 1,
      statementCharacters: reportLimits.statementCharacters,
      attachments: reportLimits.attachments,
      attachmentBytes: reportLimits.attachmentBytes,
    },
    disappearing: { graceSeconds: deps.config.disappearingGraceSeconds },
    sealingKeys: [...deps.keys.sealingPublicKeys()],
    hubs: deps.hubs
      .list()
      .filter((hub) => !isDrillHub(hub.hubId))
      .map((hub) => ({
        hubId: hub.hubId,
        keys: keys
          .filter((key) => key.hub_id === hub.hubId)
          .map((key) => ({
            keyId: Number(key.key_id),
            publicKey: key.public_key?.toString('base64url') ?? null,
            notBefore: key.not_before.toISOString(),
            notAfter: key.not_after.toISOString(),
            ...(key.retired_at !== null && { retired: true }),
            ...(key.private_key !== null && { privateKey: key.private_key.toString('base64url') }),
          })),
      })),
  };
}
