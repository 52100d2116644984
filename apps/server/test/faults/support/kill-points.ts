import type { Tripwire } from './tripwire-proxy.ts';

/** Steps of intake at which the server is killed, beside the moments that chance picks. */
export type KillPoint =
  | { readonly name: string; readonly wire: Tripwire }
  | { readonly name: string; readonly request: 'half-sent' | 'sent' | 'answered' };

const steps: Record<string, readonly [name: string, texts: readonly string[]][]> = {
  intake: [
    ['report-stored', ['intake-insert-reports-']],
    ['receipt-read', ['intake-read-reports-']],
    ['attachment-recorded', ['insert into "report_attachment"']],
    ['attachment-committed', ['insert into "report_attachment"', 'commit']],
  ],
  worker: [
    ['jobs-claimed', ['job-claim-']],
    ['case-written', ['update "case_file"']],
    ['items-written', ['insert into "evidence_item"']],
    ['report-filed', ['update "report" set']],
    ['filing-committed', ['insert into "evidence_item"', 'commit']],
    ['picture-settled', ['update "evidence_picture"']],
  ],
};

/** Each step before the database has heard of it, after it is done, and after the server knows that it is. */
export const killPoints: readonly KillPoint[] = [
  { name: 'request half sent', request: 'half-sent' },
  { name: 'request sent', request: 'sent' },
  { name: 'receipt received', request: 'answered' },
  ...Object.values(steps)
    .flat()
    .flatMap(([name, texts]) =>
      (['asked', 'done', 'answered'] as const).map((at) => ({ name: `${name}, ${at}`, wire: { texts, at } })),
    ),
];
