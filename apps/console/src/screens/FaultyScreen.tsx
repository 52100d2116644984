import type { ErrorComponentProps } from '@tanstack/react-router';
import { z } from 'zod';
import { useI18n } from '../i18n/I18n.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { NotFoundScreen } from './NotFoundScreen.tsx';

/** Stands where a page could not: its address names nothing, or its program did not come (a newer console was installed). */
export function FaultyScreen({ error }: ErrorComponentProps) {
  const { t } = useI18n();
  // What the router says of an id in the address that is none.
  if (error instanceof Error && error.cause instanceof z.ZodError) return <NotFoundScreen />;
  return (
    <div className="page" role="alert">
      <PageHead title={t('faulty.title')} lead={t('faulty.text')} />
      <button type="button" className="button" data-look="primary" onClick={() => window.location.reload()}>
        {t('faulty.reload')}
      </button>
    </div>
  );
}
