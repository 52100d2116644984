import type { PreviewView } from '@wellhouse/client';
import type { ReactNode } from 'react';
import { useUi } from '../../context.ts';
import type { MessageId } from '../../i18n/message-id.ts';
import { nodesAlong } from '../flow.ts';
import { useReportFlow } from '../report-flow.ts';

const whoIs: Record<string, MessageId> = {
  me: 'about.me',
  'someone-else': 'about.someoneElse',
  'a-child': 'about.aChild',
};
const dangerIs: Record<string, MessageId> = { now: 'danger.now', unsure: 'danger.unsure', no: 'danger.no' };

/** The answers as they stand in the bytes. */
export function PreviewAnswers({ view: { payload } }: { view: PreviewView }): ReactNode {
  const { t } = useUi().text;
  const { draft, answers } = useReportFlow();
  const node = nodesAlong(draft.config.tree, answers.chosen).at(-1);
  const who = whoIs[payload.answers.about];
  const danger = dangerIs[payload.answers.danger];
  const rows: [term: MessageId, detail: string][] = [
    ['preview.what', node?.category === payload.category ? node.label : payload.category],
    ...(who ? [['preview.who', t(who)] satisfies [MessageId, string]] : []),
    ...(danger ? [['preview.danger', t(danger)] satisfies [MessageId, string]] : []),
    ...(payload.statement === null ? [] : [['preview.words', payload.statement] satisfies [MessageId, string]]),
    ['preview.blocked', t(payload.blocked ? 'preview.yes' : 'preview.no')],
    ['preview.followUp', t(payload.wantsNotices ? 'preview.yes' : 'preview.no')],
  ];
  return (
    <section>
      <h3 className="wh-section">{t('preview.answers')}</h3>
      <dl className="wh-answers">
        {rows.map(([term, detail]) => (
          <div key={term}>
            <dt>{t(term)}</dt>
            <dd dir="auto">{detail}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
