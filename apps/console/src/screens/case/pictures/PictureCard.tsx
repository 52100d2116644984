import { Link } from '@tanstack/react-router';
import type { MatchedPicture } from '@wellhouse/protocol';
import { useI18n } from '../../../i18n/I18n.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { ReasonForm } from '../../../ui/ReasonForm.tsx';
import { HeldPicture } from '../HeldPicture.tsx';
import type { OpenEvidence } from '../use-evidence.ts';
import { albumKey } from '../view-timer.ts';
import { MatchList } from './MatchList.tsx';
import { waits } from './picture-progress.ts';
import type { PictureAnswers } from './use-picture-answers.ts';

export function PictureCard({
  picture,
  open,
  answers,
  answerable,
}: {
  picture: MatchedPicture;
  open: OpenEvidence | null;
  answers: PictureAnswers;
  /** The person holds the case, and it is not decided. */
  answerable: boolean;
}) {
  const { t, dateTime } = useI18n();
  const asked = answers.asked?.pictureId === picture.pictureId ? answers.asked.answer : null;
  return (
    <article className="matched-picture" data-answer={picture.answer?.answer ?? 'none'}>
      <div className="matched-look">
        <Look picture={picture} open={open} />
      </div>
      <div className="matched-facts">
        <header className="matched-head">
          {picture.number !== null && <strong>{t('rests.picture', { number: picture.number })}</strong>}
          <span className="badge matched-state" data-state={picture.state}>
            {t(`matched.state.${picture.state}`)}
          </span>
          <time className="muted" dateTime={picture.addedAt}>
            {t('matched.added', { time: dateTime(picture.addedAt), region: picture.region })}
          </time>
        </header>
        {picture.reason === 'unreadable' && <p>{t('matched.unreadable')}</p>}
        <MatchList matches={picture.matches} />
        {picture.answer !== null && (
          <p className="matched-answer">
            <Icon name="check" />
            <span>
              {t(`matched.answered.${picture.answer.answer}`, {
                name: picture.answer.staffName,
                time: dateTime(picture.answer.at),
              })}{' '}
              <q dir="auto">{picture.answer.reason}</q>
            </span>
          </p>
        )}
        {answerable && waits(picture) && asked === null && (
          <div className="button-row">
            <Button look="danger" onPress={() => answers.ask(picture.pictureId, 'confirm')}>
              {t('matched.confirm')}
            </Button>
            <Button onPress={() => answers.ask(picture.pictureId, 'clear')}>{t('matched.clear')}</Button>
          </div>
        )}
        {answerable && asked !== null && (
          <ReasonForm
            label={t('matched.reason')}
            hint={t(`matched.hint.${asked}`)}
            submit={t(`matched.${asked}`)}
            danger={asked === 'confirm'}
            pending={answers.pending}
            error={answers.error}
            onSubmit={answers.send}
            onCancel={answers.cancel}
          />
        )}
      </div>
    </article>
  );
}

/** The picture while it can be looked at, else in words why not. */
function Look({ picture, open }: { picture: MatchedPicture; open: OpenEvidence | null }) {
  const { t, dateTime } = useI18n();
  const { pictureId, known, width, height } = picture;
  if (picture.view === 'shown' && open !== null) {
    return (
      <HeldPicture
        name={t('matched.name')}
        width={width}
        height={height}
        pictureKey={albumKey(pictureId)}
        timer={open.timer}
        load={() => open.pictures.loadAlbumPicture(pictureId)}
        facts={
          width !== null &&
          height !== null && (
            <bdi dir="ltr">
              {width} × {height}
            </bdi>
          )
        }
      />
    );
  }
  return (
    <div className="matched-absent">
      <Icon name={picture.view === 'shown' ? 'lock' : 'covered'} />
      {picture.view === 'known' && known !== null ? (
        <p>
          {t(`matched.known.${known.answer}`, { time: dateTime(known.at) })}{' '}
          <Link to="/cases/$caseId" params={{ caseId: known.caseId }}>
            {known.number}
          </Link>
        </p>
      ) : (
        <p>{t(`matched.view.${picture.view}`)}</p>
      )}
    </div>
  );
}
