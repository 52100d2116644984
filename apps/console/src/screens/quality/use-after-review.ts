import { useNavigate } from '@tanstack/react-router';
import { useActions } from '../../actions/use-actions.ts';
import { useI18n } from '../../i18n/I18n.tsx';

/** The way back from a review to those that wait. */
export function useAfterReview(): void {
  const { t } = useI18n();
  const navigate = useNavigate();
  useActions([
    {
      id: 'quality.back',
      title: t('quality.back'),
      group: 'quality',
      keys: ['u'],
      when: () => true,
      run: () => void navigate({ to: '/quality' }),
    },
  ]);
}
