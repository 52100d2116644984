import { createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AppealView, MakeAppeal, type OwnAppeal } from '@wellhouse/protocol';
import { z } from 'zod';

const Claims = z.object({ iss: z.string(), sub: z.string(), exp: z.number() });

/** What stands in for the safety server's appeals: one decision on one account, and what a test makes of the appeal. */
export function createAppealStandIn({ hubId, apiSecret }: { hubId: string; apiSecret: string }) {
  const state = {
    /** Whom the decision concerns; all others are told that there is none. */
    accountId: 'mal@messenger.localhost',
    own: { appeal: null, until: '2099-01-01T00:00:00.000Z', refusal: null } as z.input<typeof OwnAppeal>,
    made: [] as { accountId: string; statement: string; locale: string }[],
    /** Accounts that were turned away. */
    strangers: [] as string[],
  };

  /** RFC 7515 §5.2 of HS256, as the hub's secret makes it. */
  function accountOf(request: IncomingMessage): string | null {
    const [head, claims, mac] = (request.headers.authorization ?? '').replace('Bearer ', '').split('.');
    if (head === undefined || claims === undefined) return null;
    if (createHmac('sha256', apiSecret).update(`${head}.${claims}`).digest('base64url') !== mac) return null;
    const parsed = Claims.safeParse(JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')));
    return parsed.success && parsed.data.iss === hubId ? parsed.data.sub : null;
  }

  function send(response: ServerResponse, status: number, body: unknown): void {
    response.writeHead(status, {
      'content-type': 'application/json',
      'access-control-allow-origin': '*',
      'access-control-allow-headers': '*',
    });
    response.end(JSON.stringify(body));
  }

  const problem = (status: number, code: string) => ({
    ...{ type: `https://wellhouse.dev/problems/${code}`, title: code, status, code, detail: code },
  });

  async function make(request: IncomingMessage, response: ServerResponse, accountId: string): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const { appealId, statement, locale } = MakeAppeal.parse(JSON.parse(text));
    state.made.push({ accountId, statement, locale });
    const now = Date.now();
    const view: z.input<typeof AppealView> = {
      ...{ appealId, reference: 'A-7K3F-92QD', status: 'received', outcome: null },
      receivedAt: new Date(now).toISOString(),
      answerBy: new Date(now + 7 * 86_400_000).toISOString(),
    };
    state.own = { ...state.own, appeal: view, refusal: 'appeal-made' };
    send(response, 201, view);
  }

  return {
    state,
    /** A different person has looked again. */
    hear(status: z.input<typeof AppealView>['status'], reason: string): void {
      const { appeal } = state.own;
      if (appeal === null) throw new Error('hear an appeal: there is none');
      const outcome = { decidedAt: new Date().toISOString(), reason };
      state.own = { ...state.own, appeal: { ...appeal, status, outcome } };
    },
    /** Answers what belongs to appeals. @returns false: it is something else */
    handle(request: IncomingMessage, response: ServerResponse): boolean {
      if (!/^\/v1\/decisions\/[^/]+\/appeal$/.test(request.url ?? '')) return false;
      if (request.method === 'OPTIONS') {
        send(response, 200, {});
        return true;
      }
      const accountId = accountOf(request);
      if (accountId === null) send(response, 401, problem(401, 'unauthenticated'));
      else if (accountId !== state.accountId) {
        state.strangers.push(accountId);
        send(response, 404, problem(404, 'not-found'));
      } else if (request.method === 'GET') send(response, 200, state.own);
      else void make(request, response, accountId);
      return true;
    },
  };
}
