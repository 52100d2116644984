import { Checkbox, CheckboxGroup, Label, Text } from 'react-aria-components';
import { useI18n } from '../../i18n/I18n.tsx';
import { LevelBadge } from '../../ui/Badges.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { type Ground, provenBy } from './decision-grounds.ts';
import type { DecisionState } from './use-decision.ts';

/** What the decision rests on, each with what is proven of it. */
export function RestsField({ decision }: { decision: DecisionState }) {
  const { t } = useI18n();
  const { grounds, ticked, rest } = decision;
  const invalid = decision.problems.includes('rests');
  if (!grounds.complete && grounds.all.length === 0) {
    return (
      <div className="rests">
        <p className="label">{t('rests.title')}</p>
        <p className="muted">
          {decision.draft.restsOn === null
            ? t('rests.closed')
            : t('rests.kept', { count: decision.draft.restsOn.length })}
        </p>
      </div>
    );
  }
  if (grounds.all.length === 0) return null;
  return (
    <CheckboxGroup
      className="rests"
      value={ticked.map(({ id }) => id)}
      onChange={rest}
      isInvalid={invalid}
      validationBehavior="aria"
    >
      <Label className="label">{t('rests.title')}</Label>
      <div className="rests-list">
        {grounds.all.map((ground) => (
          <GroundCheck key={ground.id} ground={ground} />
        ))}
      </div>
      <Text slot="description" className="hint">
        {t(grounds.complete ? 'rests.hint' : 'rests.closed')}
      </Text>
      {ticked.length > 0 && provenBy(ticked) === 'ASSERTED' && (
        <p className="rests-words">
          <Icon name="alert" />
          {t('rests.unproven')}
        </p>
      )}
      {invalid && (
        <Text slot="errorMessage" className="field-error">
          {t('decide.missing.rests')}
        </Text>
      )}
    </CheckboxGroup>
  );
}

function GroundCheck({ ground }: { ground: Ground }) {
  const { t } = useI18n();
  return (
    <Checkbox value={ground.id} className="checkbox rests-one" data-ground={ground.id}>
      <span className="checkbox-box" aria-hidden="true">
        <Icon name="check" />
      </span>
      <span className="rests-what">
        <span>{t(`rests.${ground.kind}`, { number: ground.number })}</span>
        {!ground.counts && <span className="muted">{t('rests.other')}</span>}
      </span>
      <LevelBadge level={ground.level} short />
    </Checkbox>
  );
}
