import type { Deps } from '../deps.ts';
import { openCaseVault } from '../platform/case-vault.ts';
import type { BinaryResult } from '../platform/http/operation-types.ts';
import { ProblemError } from '../platform/http/problem-error.ts';

/**
 * What the server has re-encoded and keeps under a case's key, as a reviewer's browser may have it.
 * @throws ProblemError `not-found`: the case was erased, or there is nothing to show
 */
export async function openEvidence(deps: Deps, caseId: string, blobKey: string): Promise<BinaryResult> {
  const vault = await openCaseVault(deps.database.kysely, deps.keys, deps.random, caseId);
  const sealed = await deps.blobs.get(blobKey);
  if (vault === null || sealed === null) throw new ProblemError('not-found');
  return {
    bytes: await vault.open(sealed, blobKey),
    mediaType: 'image/webp',
    headers: {
      'cache-control': 'no-store',
      'content-disposition': 'inline; filename="evidence.webp"',
      'cross-origin-resource-policy': 'same-origin',
    },
  };
}
