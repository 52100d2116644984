import { Link } from '@tanstack/react-router';
import type { AlbumRegion } from '@wellhouse/protocol';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { ListState } from '../lists/ListState.tsx';
import { RegionChange } from './RegionChange.tsx';
import { regionName } from './region-name.ts';
import { causeOf, comparedWith, isOffFromStart, turnsTo } from './region-rules.ts';
import { TurnForm } from './TurnForm.tsx';
import type { Step } from './use-region-actions.ts';

/** One region: whether pictures of its shared albums are checked, why or why not, and who may turn it. */
export function RegionCard({
  region,
  step,
  onStep,
}: {
  region: AlbumRegion;
  step: Step | null;
  onStep: (step: Step | null) => void;
}) {
  const i18n = useI18n();
  const { t, dateTime } = i18n;
  const can = useCan();
  const { region: code, checked, switch: own, lists, waiting } = region;
  const to = turnsTo(region);
  const cause = causeOf(region);
  return (
    <article className="decision region">
      <header>
        <h2>{regionName(code, i18n)}</h2>
        <code dir="ltr">{code}</code>
        <span className="badge" data-tone={checked ? 'good' : 'off'}>
          {t(checked ? 'regions.checked' : 'regions.unchecked')}
        </span>
      </header>
      <Cause region={region} />
      <dl className="facts region-facts">
        {own !== null && (
          <>
            <dt>{t('regions.switch')}</dt>
            <dd>
              {t(`regions.switch.${own.state}`)} · <time dateTime={own.changedAt}>{dateTime(own.changedAt)}</time>
              {own.state === 'on' && (
                <p>
                  <bdi>{own.reason}</bdi>
                </p>
              )}
            </dd>
          </>
        )}
        {own?.legalBasis != null && (
          <>
            <dt>{t('regions.legalBasis')}</dt>
            <dd>
              <bdi>{own.legalBasis}</bdi>
            </dd>
          </>
        )}
        <dt>{t('regions.lists')}</dt>
        <dd>
          {lists.length === 0 ? (
            <span className="muted">{t('regions.noLists')}</span>
          ) : (
            <ul className="plain-list region-lists">
              {lists.map((list) => (
                <li key={list.listId}>
                  <Link to="/lists/$listId" params={{ listId: list.listId }}>
                    <bdi>{list.title}</bdi>
                  </Link>
                  <ListState list={{ state: list.state, kind: 'known' }} />
                  <bdi className="region-basis">{list.legalBasis}</bdi>
                </li>
              ))}
            </ul>
          )}
        </dd>
      </dl>
      {waiting.map((change) => (
        <RegionChange
          key={change.changeId}
          change={change}
          answering={step === 'turn' ? null : step}
          onAnswering={onStep}
        />
      ))}
      {can('list.propose') && (waiting.length === 0 || to === 'off') && (
        <div className="held-foot">
          {step === 'turn' ? (
            <TurnForm region={code} to={to} onDone={() => onStep(null)}>
              {cause?.kind === 'elsewhere' && (
                <p>{t('regions.turn.stillOff', { region: regionName(cause.region, i18n) })}</p>
              )}
            </TurnForm>
          ) : (
            <Button look={to === 'off' ? 'danger' : 'quiet'} onPress={() => onStep('turn')}>
              {t(`regions.turn.${to}`)}
            </Button>
          )}
        </div>
      )}
    </article>
  );
}

/** What is checked, or why nothing is. */
function Cause({ region }: { region: AlbumRegion }) {
  const i18n = useI18n();
  const { t } = i18n;
  const cause = causeOf(region);
  if (cause === null) return <p>{t(`regions.checkedText.${comparedWith(region)}`)}</p>;
  if (cause.kind === 'shadow' || cause.kind === 'lists') return <p>{t(`regions.cause.${cause.kind}`)}</p>;
  return (
    <>
      <p>{t(`regions.cause.${cause.kind}`, { region: regionName(cause.region, i18n) })}</p>
      <blockquote className="statement" dir="auto">
        {isOffFromStart(cause) ? t('regions.eu') : cause.reason}
      </blockquote>
    </>
  );
}
