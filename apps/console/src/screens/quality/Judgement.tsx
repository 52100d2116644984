import type { QualityResult } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';

/** What somebody decided, or would have: action, policy, reason. */
export function JudgementCard({ title, judgement }: { title: string; judgement: QualityResult['mine'] }) {
  const { t } = useI18n();
  return (
    <article className="judgement">
      <h4 className="judgement-title">
        <bdi>{title}</bdi>
      </h4>
      <p>
        <strong>{t(`decision.${judgement.action}`)}</strong>
        {judgement.policy !== null && (
          <>
            {' · '}
            <bdi>{judgement.policy.title}</bdi>
          </>
        )}
      </p>
      <blockquote className="statement" dir="auto">
        {judgement.reason}
      </blockquote>
    </article>
  );
}
