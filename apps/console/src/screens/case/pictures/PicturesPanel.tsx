import type { CasePage } from '@wellhouse/protocol';
import { useI18n } from '../../../i18n/I18n.tsx';
import { ActionButton } from '../../../ui/Button.tsx';
import { Note } from '../../../ui/ProblemNote.tsx';
import type { EvidenceState } from '../use-evidence.ts';
import { PictureCard } from './PictureCard.tsx';
import { progressOf } from './picture-progress.ts';
import type { PictureAnswers } from './use-picture-answers.ts';

/** Pictures of shared albums that lists of known pictures hold: what matched, the covered picture, and a person's answer. */
export function PicturesPanel({
  page,
  evidence,
  answers,
  mine,
}: {
  page: CasePage;
  evidence: EvidenceState;
  answers: PictureAnswers;
  mine: boolean;
}) {
  const { t, number } = useI18n();
  const { pictures, summary } = page;
  if (pictures.length === 0) return null;
  const progress = progressOf(pictures);
  return (
    <section className="panel matched" aria-labelledby="matched-title">
      <div className="panel-head">
        <h2 id="matched-title">{t('matched.title')}</h2>
        <span className="count">{number(pictures.length)}</span>
      </div>
      {progress.waiting > 0 && <p className="muted">{t('matched.text')}</p>}
      {evidence.open === null && progress.waiting > 0 && <ActionButton action="evidence.toggle" icon="eye" />}
      <ol className="matched-list" aria-labelledby="matched-title">
        {pictures.map((picture) => (
          <li key={picture.pictureId} data-entry data-matched={picture.pictureId} tabIndex={-1}>
            <PictureCard
              picture={picture}
              open={evidence.open}
              answers={answers}
              answerable={mine && summary.state === 'open'}
            />
          </li>
        ))}
      </ol>
      {summary.state === 'open' && progress.waiting === 0 && (
        <Note tone="info">
          <p className="note-title">{t(progress.confirmed > 0 ? 'matched.nextConfirmed' : 'matched.nextCleared')}</p>
          <p>{t(progress.confirmed > 0 ? 'matched.nextConfirmedText' : 'matched.nextClearedText')}</p>
          <ActionButton action="decide.focus" icon="check" />
        </Note>
      )}
    </section>
  );
}
