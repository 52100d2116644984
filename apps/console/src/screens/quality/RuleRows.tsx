import { type Policy, Priority, type QualityRule } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { Checks } from '../../ui/Checks.tsx';
import { Select, TextField } from '../../ui/Fields.tsx';

const any = 'any';

/** Shares that differ from the general one, by policy and priority; the first that fits counts. */
export function RuleRows({
  rules,
  policies,
  onChange,
}: {
  rules: readonly QualityRule[];
  policies: readonly Policy[];
  onChange: (rules: QualityRule[]) => void;
}) {
  const { t, number } = useI18n();
  const set = (index: number, part: Partial<QualityRule>): void =>
    onChange(rules.map((rule, at) => (at === index ? { ...rule, ...part } : rule)));
  return (
    <fieldset className="quality-rules">
      <legend>{t('quality.rules')}</legend>
      {rules.map((rule, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a rule is its place in the order
        <fieldset key={index} className="quality-rule">
          <legend className="visually-hidden">{t('quality.rule', { number: index + 1 })}</legend>
          <Select
            label={t('quality.policy')}
            value={rule.policyId ?? any}
            onChange={(id) => set(index, { policyId: id === any ? null : id })}
            placeholder={t('quality.anyPolicy')}
            sections={[
              { title: null, choices: [{ id: any, title: t('quality.anyPolicy') }] },
              { title: null, choices: policies.map((one) => ({ id: one.policyId, title: one.title })) },
            ]}
          />
          <Select
            label={t('numbers.priority')}
            value={rule.priority ?? any}
            onChange={(id) => set(index, { priority: Priority.safeParse(id).data ?? null })}
            placeholder={t('quality.anyPriority')}
            sections={[
              {
                title: null,
                choices: [
                  { id: any, title: t('quality.anyPriority') },
                  ...Priority.options.map((id) => ({ id, title: id })),
                ],
              },
            ]}
          />
          <TextField
            label={t('quality.share')}
            value={String(rule.share)}
            onChange={(text) => set(index, { share: Number(text) || 0 })}
            inputMode="numeric"
          />
          <Checks
            label={t('quality.pictures')}
            value={rule.pictures ? ['pictures'] : []}
            onChange={(chosen) => set(index, { pictures: chosen.length > 0 })}
            choices={[{ id: 'pictures', title: t('quality.picturesToo') }]}
          />
          <Button
            look="plain"
            icon="close"
            aria-label={t('quality.removeRule', { number: number(index + 1) })}
            onPress={() => onChange(rules.filter((_, at) => at !== index))}
          />
        </fieldset>
      ))}
      <Button onPress={() => onChange([...rules, { policyId: null, priority: 'P0', share: 20, pictures: false }])}>
        {t('quality.addRule')}
      </Button>
    </fieldset>
  );
}
