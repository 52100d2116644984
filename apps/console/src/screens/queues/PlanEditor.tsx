import { useQuery } from '@tanstack/react-query';
import type { Queue, QueuePlan, QueuePlanView, RoutingRule } from '@wellhouse/protocol';
import { useState } from 'react';
import { useActions } from '../../actions/use-actions.ts';
import { planPreviewQuery, queuesQuery } from '../../api/queue-queries.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { ActionButton, Button } from '../../ui/Button.tsx';
import { Note } from '../../ui/ProblemNote.tsx';
import { EarlierPlans } from './EarlierPlans.tsx';
import { PagingDialog } from './PagingDialog.tsx';
import { PlanPreview } from './PlanPreview.tsx';
import { draftProblem, emptyRule, isSamePlan, moved } from './plan-draft.ts';
import { QueueDialog } from './QueueDialog.tsx';
import { RuleDialog } from './RuleDialog.tsx';
import { RuleWords } from './RuleWords.tsx';
import { SavePlanDialog } from './SavePlanDialog.tsx';

type Open =
  | { kind: 'queue'; index: number | null }
  | { kind: 'rule'; index: number | null }
  | { kind: 'paging' }
  | { kind: 'save' };

/** Queues, rules and calls as a draft: nothing changes before what it would do was shown and it was saved with a reason. */
export function PlanEditor({ view }: { view: QueuePlanView }) {
  const { t } = useI18n();
  const [draft, setDraft] = useState<QueuePlan>(view.plan);
  const [open, setOpen] = useState<Open | null>(null);
  const changed = !isSamePlan(draft, view.plan);
  const problem = draftProblem(draft);
  const preview = useQuery({ ...planPreviewQuery(draft), enabled: problem === null });
  const states = useQuery(queuesQuery).data ?? [];
  const close = (): void => setOpen(null);
  useActions([
    {
      id: 'queues.addQueue',
      title: t('queues.addQueue'),
      group: 'queues',
      keys: ['a'],
      when: () => true,
      run: () => setOpen({ kind: 'queue', index: null }),
    },
    {
      id: 'queues.addRule',
      title: t('queues.addRule'),
      group: 'queues',
      keys: ['r'],
      when: () => true,
      run: () => setOpen({ kind: 'rule', index: null }),
    },
    {
      id: 'queues.paging',
      title: t('queues.paging.change'),
      group: 'queues',
      keys: ['c'],
      when: () => true,
      run: () => setOpen({ kind: 'paging' }),
    },
    {
      id: 'queues.save',
      title: t('queues.save'),
      group: 'queues',
      keys: ['s'],
      when: () => (changed ? (problem === null ? true : { reason: problem }) : { reason: t('queues.unchanged') }),
      run: () => setOpen({ kind: 'save' }),
    },
    {
      id: 'queues.discard',
      title: t('queues.discard'),
      group: 'queues',
      keys: ['Shift+x'],
      when: () => changed,
      run: () => setDraft(view.plan),
    },
  ]);
  const setQueue = (index: number | null, queue: Queue | null): void => {
    const queues = draft.queues.flatMap((old, at) => (at !== index ? [old] : queue === null ? [] : [queue]));
    if (index === null && queue !== null) queues.push(queue);
    setDraft({ ...draft, queues });
    close();
  };
  const setRule = (index: number | null, rule: RoutingRule | null): void => {
    const rules = draft.rules.flatMap((old, at) => (at !== index ? [old] : rule === null ? [] : [rule]));
    if (index === null && rule !== null) rules.push(rule);
    setDraft({ ...draft, rules });
    close();
  };
  const nameOf = (queueId: string): string => draft.queues.find((queue) => queue.queueId === queueId)?.name ?? queueId;

  return (
    <>
      <div className="button-row">
        <ActionButton action="queues.save" look="primary" icon="check" quietReason />
        <ActionButton action="queues.discard" icon="close" />
        <ActionButton action="queues.addQueue" icon="queue" />
        <ActionButton action="queues.addRule" icon="next" />
        <ActionButton action="queues.paging" icon="clock" />
      </div>
      {view.moving && (
        <Note tone="info">
          <p>{t('queues.moving')}</p>
        </Note>
      )}
      {changed && <PlanPreview preview={preview.data} error={preview.error} problem={problem} nameOf={nameOf} />}
      <section className="panel queues-panel" aria-labelledby="queues-title">
        <h2 id="queues-title">{t('queues.queues')}</h2>
        <ol className="plan-list">
          {draft.queues.map((queue, index) => {
            const state = states.find(({ queueId }) => queueId === queue.queueId);
            const nobody = preview.data?.withoutPeople.includes(queue.queueId) ?? false;
            return (
              <li key={queue.queueId} className="plan-item">
                <div className="plan-main">
                  <h3>
                    <bdi>{queue.name}</bdi> <code className="muted">{queue.queueId}</code>
                  </h3>
                  {queue.description !== '' && (
                    <p>
                      <bdi>{queue.description}</bdi>
                    </p>
                  )}
                  <p className="plan-facts">
                    {queue.skills.length === 0 ? (
                      <span className="muted">{t('queues.everybody')}</span>
                    ) : (
                      queue.skills.map((skill) => (
                        <bdi key={skill} className="badge">
                          {skill}
                        </bdi>
                      ))
                    )}
                    {state !== undefined && (
                      <span className="muted">
                        {t('queues.waits', { count: state.openCount })} · {t('queues.able', { count: state.able })} ·{' '}
                        {t('queues.hereNow', { count: state.here })}
                      </span>
                    )}
                  </p>
                  {nobody && <p className="plan-warning">{t('queues.nobody')}</p>}
                </div>
                <MoveButtons
                  name={queue.name}
                  index={index}
                  count={draft.queues.length}
                  onMove={(by) => setDraft({ ...draft, queues: moved(draft.queues, index, by) })}
                />
                <Button onPress={() => setOpen({ kind: 'queue', index })}>
                  {t('team.change')}
                  <bdi className="visually-hidden"> {queue.name}</bdi>
                </Button>
              </li>
            );
          })}
        </ol>
      </section>
      <section className="panel queues-panel" aria-labelledby="rules-title">
        <h2 id="rules-title">{t('queues.rules')}</h2>
        <p className="muted">{t('queues.rulesText')}</p>
        <ol className="plan-list">
          {draft.rules.map((rule, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a rule is what stands at its place
            <li key={index} className="plan-item">
              <div className="plan-main">
                <h3>
                  <bdi>{rule.name}</bdi>
                </h3>
                <RuleWords rule={rule} queueName={nameOf(rule.queueId)} />
                {preview.data !== undefined && (
                  <p className="muted">{t('queues.matched', { count: preview.data.matched[index] ?? 0 })}</p>
                )}
              </div>
              <MoveButtons
                name={rule.name}
                index={index}
                count={draft.rules.length}
                onMove={(by) => setDraft({ ...draft, rules: moved(draft.rules, index, by) })}
              />
              <Button onPress={() => setOpen({ kind: 'rule', index })}>
                {t('team.change')}
                <bdi className="visually-hidden"> {rule.name}</bdi>
              </Button>
            </li>
          ))}
          <li className="plan-item plan-rest">
            <div className="plan-main">
              <p>{t('queues.rest', { name: nameOf('main') })}</p>
              {preview.data !== undefined && (
                <p className="muted">{t('queues.matched', { count: preview.data.unmatched })}</p>
              )}
            </div>
          </li>
        </ol>
      </section>
      <section className="panel queues-panel" aria-labelledby="paging-title">
        <h2 id="paging-title">{t('queues.paging')}</h2>
        <p>{t('queues.paging.p0', { minutes: draft.paging.againMinutes })}</p>
        <p>{t('queues.paging.percents', { percents: draft.paging.percents.join(', ') })}</p>
        <p>{t('queues.paging.lowestIs', { priority: draft.paging.lowest })}</p>
      </section>
      <EarlierPlans view={view} onTake={(plan) => setDraft(plan)} />
      {open?.kind === 'queue' && (
        <QueueDialog
          queue={open.index === null ? null : (draft.queues[open.index] ?? null)}
          taken={draft.queues.map(({ queueId }) => queueId)}
          used={draft.rules.some((rule) => open.index !== null && rule.queueId === draft.queues[open.index]?.queueId)}
          onSet={(queue) => setQueue(open.index, queue)}
          onClose={close}
        />
      )}
      {open?.kind === 'rule' && (
        <RuleDialog
          rule={open.index === null ? emptyRule : (draft.rules[open.index] ?? emptyRule)}
          isNew={open.index === null}
          queues={draft.queues}
          onSet={(rule) => setRule(open.index, rule)}
          onClose={close}
        />
      )}
      {open?.kind === 'paging' && (
        <PagingDialog
          paging={draft.paging}
          onSet={(paging) => {
            setDraft({ ...draft, paging });
            close();
          }}
          onClose={close}
        />
      )}
      {open?.kind === 'save' && (
        <SavePlanDialog
          plan={draft}
          baseVersion={view.version}
          preview={preview.data}
          nameOf={nameOf}
          onClose={close}
        />
      )}
    </>
  );
}

function MoveButtons({
  name,
  index,
  count,
  onMove,
}: {
  name: string;
  index: number;
  count: number;
  onMove: (by: 1 | -1) => void;
}) {
  const { t } = useI18n();
  return (
    <span className="plan-move">
      <Button
        look="plain"
        icon="up"
        isDisabled={index === 0}
        onPress={() => onMove(-1)}
        aria-label={t('queues.up', { name })}
      />
      <Button
        look="plain"
        icon="chevron"
        isDisabled={index === count - 1}
        onPress={() => onMove(1)}
        aria-label={t('queues.down', { name })}
      />
    </span>
  );
}
