import { MyReports } from '@wellhouse/client-ui';
import { useTranslate } from '../i18n/messages.ts';
import { Sheet } from '../parts/Sheet.tsx';
import { useNames } from '../state/names.ts';

export function Reports({ onClose }: { onClose: () => void }) {
  const t = useTranslate();
  return (
    <Sheet title={t('reports.title')} onClose={onClose} untitled>
      <MyReports names={useNames()} />
    </Sheet>
  );
}
