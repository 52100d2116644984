import { CaseList, CasePage, CaseSummary, MatchedPicture, Me } from '@wellhouse/protocol';
import type { z } from 'zod';

/** A member of the safety team who works by the API alone. */
export interface StaffApi {
  cases(): Promise<CaseSummary[]>;
  claim(caseId: string): Promise<CaseSummary>;
  page(caseId: string): Promise<CasePage>;
  answer(caseId: string, pictureId: string, answer: 'confirm' | 'clear', reason: string): Promise<MatchedPicture>;
}

/** @param link the first-login link that the server printed */
export async function becomeFirstAdminByApi(link: string, name: string): Promise<StaffApi> {
  const base = new URL(link).origin;
  const token = /[?#&/](?:token=)?([A-Za-z0-9_-]{20,})$/.exec(link)?.[1] ?? '';
  const login = await fetch(`${base}/v1/staff/first-login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      token,
      name,
      email: `${name.toLowerCase()}@example.org`,
      password: 'a calm and long sentence',
    }),
  });
  const { csrfToken } = Me.parse(await login.json());
  const cookie = login.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');

  async function call<T extends z.ZodType>(type: T, method: string, path: string, body?: unknown): Promise<z.infer<T>> {
    const headers = {
      cookie,
      'x-csrf-token': csrfToken,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    const init = { method, headers, body: body === undefined ? null : JSON.stringify(body) };
    const response = await fetch(base + path, init);
    const json: unknown = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(json)}`);
    return type.parse(json);
  }
  return {
    cases: async () => (await call(CaseList, 'GET', '/v1/cases')).cases,
    claim: (caseId) => call(CaseSummary, 'POST', `/v1/cases/${caseId}/claim`),
    page: (caseId) => call(CasePage, 'GET', `/v1/cases/${caseId}`),
    answer: (caseId, pictureId, answer, reason) =>
      call(MatchedPicture, 'POST', `/v1/cases/${caseId}/album-pictures/${pictureId}/answer`, { answer, reason }),
  };
}
