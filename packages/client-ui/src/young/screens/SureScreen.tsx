import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useUi } from '../../context.ts';
import { Screen } from '../../parts/Screen.tsx';
import type { PictureDialogProps } from '../PictureDialog.tsx';

/** The second step: the same two choices, the safe one first and biggest. Nothing counts down. */
export function SureScreen({ moment, onSafe, onGoOn }: PictureDialogProps): ReactNode {
  const { t } = useUi().text;
  return (
    <Screen
      title={t(moment === 'send' ? 'young.sure.send' : 'young.sure.view')}
      hint={t(moment === 'send' ? 'young.sure.send.hint' : 'young.sure.view.hint')}
    >
      <Button className="wh-button wh-safe" onPress={onSafe}>
        {t(moment === 'send' ? 'young.safe.send' : 'young.safe.view')}
      </Button>
      <Button className="wh-small wh-go-on" onPress={onGoOn}>
        {t(moment === 'send' ? 'young.yes.send' : 'young.yes.view')}
      </Button>
    </Screen>
  );
}
