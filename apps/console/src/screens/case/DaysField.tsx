import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/Fields.tsx';

const usual = [1, 3, 7, 30];

export function DaysField({
  value,
  onChange,
  invalid,
}: {
  value: string;
  onChange: (days: string) => void;
  invalid: boolean;
}) {
  const { t, number } = useI18n();
  return (
    <div className="days">
      <TextField
        label={t('decide.days')}
        value={value}
        onChange={(text) => onChange(text.slice(0, 3))}
        inputMode="numeric"
        error={invalid ? t('decide.missing.days') : null}
        required
      />
      <div className="days-usual">
        {usual.map((days) => (
          <Button
            key={days}
            onPress={() => onChange(String(days))}
            aria-label={t('decide.daysChoice', { count: days })}
            aria-pressed={value === String(days)}
          >
            {number(days)}
          </Button>
        ))}
      </div>
    </div>
  );
}
