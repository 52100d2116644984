import { PromptSettings } from '@wellhouse/client-ui';
import { useTranslate } from '../i18n/messages.ts';
import { Sheet } from '../parts/Sheet.tsx';
import { useNames } from '../state/names.ts';
import { pictureClassifier } from '../state/picture-classifier.ts';

export function Noticed({ onClose }: { onClose: () => void }) {
  const t = useTranslate();
  return (
    <Sheet title={t('settings.noticed')} onClose={onClose} untitled>
      <PromptSettings names={useNames()} {...(pictureClassifier && { pictures: pictureClassifier })} />
    </Sheet>
  );
}
