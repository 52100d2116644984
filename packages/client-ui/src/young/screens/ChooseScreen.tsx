import type { ReactNode } from 'react';
import { useUi } from '../../context.ts';
import { OptionList } from '../../parts/OptionList.tsx';
import { Screen } from '../../parts/Screen.tsx';
import { useYoung } from '../young-context.ts';

/** Whom to turn to. Kept on this device; nobody hears of it. */
export function ChooseScreen({ onChosen }: { onChosen: (accountId: string) => void }): ReactNode {
  const { text, wellhouse } = useUi();
  const { people, name } = useYoung();
  return (
    <Screen title={text.t('young.who')} hint={text.t('young.who.hint')}>
      <OptionList
        label={text.t('young.who')}
        options={people.map((person) => ({ id: person, label: name(person) }))}
        onChoose={(person) => {
          void wellhouse.young.change({ trusted: person });
          onChosen(person);
        }}
      />
    </Screen>
  );
}
