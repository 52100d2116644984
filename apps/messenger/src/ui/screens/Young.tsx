import { FamilyPage, YoungSettings } from '@wellhouse/client-ui';
import { useState } from 'react';
import { Label, Radio, RadioGroup, Text } from 'react-aria-components';
import { useTranslate } from '../i18n/messages.ts';
import { explainNow } from '../parts/errors.ts';
import { useAccountState, useSession } from '../state/use-session.ts';

const bands = [
  { id: 'under-13', label: 'settings.age.under-13' },
  { id: '13-17', label: 'settings.age.13-17' },
  { id: 'adult', label: 'settings.age.adult' },
] as const;

/** How old this person is, what stays covered, whom they trust, and the family link. */
export function YoungPart() {
  const t = useTranslate();
  const { device } = useSession();
  const band = useAccountState()?.ageBand ?? null;
  const [problem, setProblem] = useState<string | null>(null);
  const choose = (value: string) => {
    const chosen = bands.find(({ id }) => id === value)?.id;
    setProblem(null);
    if (chosen) device.chooseAge(chosen).catch((error: unknown) => setProblem(explainNow(error, t)));
  };
  return (
    <>
      <RadioGroup className="choice" value={band} onChange={choose}>
        <Label>{t('settings.age')}</Label>
        <Text slot="description">{t('settings.age.hint')}</Text>
        <div className="choice-options">
          {bands.map(({ id, label }) => (
            <Radio key={id} value={id} className="choice-option">
              <span>{t(label)}</span>
            </Radio>
          ))}
        </div>
      </RadioGroup>
      {problem !== null && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <YoungSettings headingLevel={3} />
      <FamilyPage headingLevel={3} onAsk={device.askFamily} onChange={device.changeFamily} />
    </>
  );
}
