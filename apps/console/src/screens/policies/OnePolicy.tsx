import type { PolicyVersion } from '@wellhouse/protocol';
import { useCan, useMe } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { useNow } from '../../ui/use-now.ts';
import { useCategories } from '../lists/use-categories.ts';
import { LadderTable } from './LadderTable.tsx';
import type { PolicyStep } from './PoliciesScreen.tsx';
import { PolicyDiff } from './PolicyDiff.tsx';
import { beginsWithAnswer, currentOf, versionBefore } from './policy-diff.ts';
import { wordsIn } from './words-in.ts';

/** One policy: its sentence, and opened its text, ladder and history. */
export function OnePolicy({
  versions,
  open,
  onOpen,
  onStep,
}: {
  versions: readonly PolicyVersion[];
  open: boolean;
  onOpen: (open: boolean) => void;
  onStep: (step: PolicyStep) => void;
}) {
  const { t, locale, dateTime } = useI18n();
  const can = useCan();
  const { staff } = useMe();
  const { label } = useCategories();
  const now = useNow(30_000);
  const current = currentOf(versions);
  const proposal = versions.find((one) => one.state === 'proposed');
  if (current === undefined) return null;
  const own = proposal?.proposedBy?.staffId === staff.staffId;
  const bodyId = `policy-${current.policyId}`;
  return (
    <article className="decision policy" data-state={current.state}>
      <header>
        <h2 className="policy-title">
          <bdi>{wordsIn(current.titles, locale)}</bdi>
        </h2>
        <span className="badge" data-tone={current.state === 'in-force' && !current.ends ? 'good' : 'info'}>
          {t(stateWord(current))}
        </span>
        <code>{`${current.policyId} · ${current.version}`}</code>
      </header>
      <p>
        <bdi>{wordsIn(current.summaries, locale)}</bdi>
      </p>
      {proposal !== undefined && (
        <section className="policy-proposal" aria-label={t('policies.state.proposed')}>
          <p>
            <span className="badge" data-tone="info">
              {t('policies.state.proposed')}
            </span>{' '}
            {t(proposalWord(proposal, now), {
              version: proposal.version,
              name: proposal.proposedBy?.name ?? '',
              date: dateTime(proposal.effectiveFrom),
            })}
          </p>
          <blockquote className="statement" dir="auto">
            {proposal.changeNote}
          </blockquote>
          {proposal.ends ? (
            <p>{t('policies.endText')}</p>
          ) : (
            <PolicyDiff before={versionBefore(proposal, versions)} after={proposal} />
          )}
          {can('policy.approve') &&
            (own ? (
              <p className="reason">{t('policies.own')}</p>
            ) : (
              <div className="button-row">
                <Button look="primary" icon="check" onPress={() => onStep({ kind: 'approve', version: proposal })}>
                  {t('held.approve')}
                </Button>
                <Button icon="close" onPress={() => onStep({ kind: 'refuse', version: proposal })}>
                  {t('held.refuse')}
                </Button>
              </div>
            ))}
        </section>
      )}
      <div className="button-row">
        <Button
          icon="chevron"
          onPress={() => onOpen(!open)}
          aria-expanded={open}
          {...(open ? { 'aria-controls': bodyId } : {})}
        >
          {t(open ? 'policies.close' : 'policies.read')}
        </Button>
        {can('policy.propose') && proposal === undefined && (
          <Button icon="note" onPress={() => onStep({ kind: 'propose', from: current })}>
            {t('policies.propose')}
          </Button>
        )}
        {can('policy.propose') && proposal === undefined && current.state === 'in-force' && !current.ends && (
          <Button icon="close" onPress={() => onStep({ kind: 'end', version: current })}>
            {t('policies.end')}
          </Button>
        )}
      </div>
      {open && (
        <div className="policy-body" id={bodyId}>
          {wordsIn(current.texts, locale)
            .split(/\n\s*\n/)
            .map((paragraph) => (
              <p key={paragraph} dir="auto">
                {paragraph}
              </p>
            ))}
          <p className="muted">{t('policies.for', { kinds: current.categories.map(label).join(' · ') })}</p>
          <LadderTable ladder={current.ladder} rule={current.strikeRule} />
          <h3>{t('policies.history')}</h3>
          <ul className="plain-list policy-history">
            {versions
              .filter((one) => one.state !== 'proposed')
              .map((one) => (
                <li key={one.version}>
                  <details>
                    <summary>
                      <code>{one.version}</code> {t(stateWord(one))} ·{' '}
                      <time dateTime={one.effectiveFrom}>{dateTime(one.effectiveFrom)}</time>
                      {one.proposedBy !== null && one.answeredBy !== null && (
                        <span className="muted">
                          {' · '}
                          {t('policies.people', { proposer: one.proposedBy.name, answerer: one.answeredBy.name })}
                        </span>
                      )}
                    </summary>
                    {one.proposedBy !== null && <p dir="auto">{one.changeNote}</p>}
                    {one.answerReason !== null && <p dir="auto">{one.answerReason}</p>}
                    {!one.ends && <PolicyDiff before={versionBefore(one, versions)} after={one} />}
                  </details>
                </li>
              ))}
          </ul>
        </div>
      )}
    </article>
  );
}

function stateWord({ state, ends }: PolicyVersion) {
  return ends && state === 'in-force' ? 'policies.state.ended' : (`policies.state.${state}` as const);
}

function proposalWord(proposal: PolicyVersion, now: number) {
  if (beginsWithAnswer(proposal, now)) return proposal.ends ? 'policies.endByNow' : 'policies.proposedNow';
  return proposal.ends ? 'policies.endBy' : 'policies.proposedBy';
}
