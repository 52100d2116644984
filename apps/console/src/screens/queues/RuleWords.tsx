import type { RoutingRule } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { useCategories } from '../lists/use-categories.ts';

/** What a rule asks for, in words, and where it leads. */
export function RuleWords({ rule, queueName }: { rule: RoutingRule; queueName: string }) {
  const { t, locale } = useI18n();
  const categories = useCategories();
  const languages = new Intl.DisplayNames(locale, { type: 'language' });
  const regions = new Intl.DisplayNames(locale, { type: 'region' });
  const asks: string[] = [
    ...(rule.kinds?.map((kind) => (kind.includes('.') ? categories.label(kind) : `${kind}.*`)) ?? []),
    ...(rule.languages?.map((language) => languages.of(language) ?? language) ?? []),
    ...(rule.regions?.map((region) => regions.of(region) ?? region) ?? []),
    ...(rule.surfaces?.map((surface) => t(`queues.surface.${surface}`)) ?? []),
    ...(rule.minPriority === null ? [] : [t('queues.orMore', { priority: rule.minPriority })]),
    ...(rule.exposure === null ? [] : [t(`queues.exposure.${rule.exposure}`)]),
  ];
  return (
    <p className="plan-facts">
      {asks.length === 0 ? (
        <span className="muted">{t('queues.everything')}</span>
      ) : (
        asks.map((ask) => (
          <bdi key={ask} className="badge">
            {ask}
          </bdi>
        ))
      )}
      <span>
        → <bdi>{queueName}</bdi>
      </span>
    </p>
  );
}
