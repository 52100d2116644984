import { type CasePage, type OperationId, operations, type ProblemCode, type StaffMember } from '@wellhouse/protocol';

type Told = CasePage['timeline'][number];

/** Notes to people who reported, as far as a page shows them: nobody fetches one here. */
export function noteHandlers<Call extends { body: unknown }>(given: {
  pageOf: (call: Call) => CasePage;
  memberOf: (call: Call) => StaffMember;
  refuse: (code: ProblemCode) => never;
}): Partial<Record<OperationId, (call: Call) => unknown>> {
  return {
    sendNote: (call) => {
      const body = operations.sendNote.body.parse(call.body);
      const page = given.pageOf(call);
      const { staffId, name } = given.memberOf(call);
      const sent = page.notesSent.find(({ noteId }) => noteId === body.noteId);
      if (sent !== undefined) return sent;
      if (page.summary.state === 'open' && page.summary.claim?.staffId !== staffId) given.refuse('not-claimed');
      const reports = page.reports.filter(({ reportId }) => body.reportIds.includes(reportId));
      if (reports.some((one) => !one.wantsNotices)) given.refuse('not-to-be-told');
      const { subject } = page.summary;
      if (subject.kind === 'account' && body.text.includes(subject.accountId)) given.refuse('note-names-somebody');
      const at = new Date().toISOString();
      const to = reports.map(({ reportId, reference }) => ({ reportId, reference, fetchedAt: null }));
      const note = { noteId: body.noteId, text: body.text, sentAt: at, sentBy: name, to };
      page.notesSent.push(note);
      const references = to.map(({ reference }) => reference);
      const line: Told = { at, kind: 'note-sent', staffName: name, said: { code: 'note-sent', references }, text: '' };
      page.timeline.push(line);
      return note;
    },
  };
}
