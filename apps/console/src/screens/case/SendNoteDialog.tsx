import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import type { NumberedReporter } from '../../words/reporters-of.ts';

/** The one question before a note goes: exactly what is read, and by whom. */
export function SendNoteDialog({
  to,
  text,
  pending,
  error,
  onSend,
  onClose,
}: {
  to: readonly NumberedReporter[];
  text: string;
  pending: boolean;
  error: unknown;
  onSend: () => void;
  onClose: () => void;
}) {
  const { t } = useI18n();
  const count = to.length;
  return (
    <Dialog title={t('notes.confirm.title')} onClose={onClose}>
      <div className="stack send-note">
        <section aria-labelledby="send-note-who">
          <h3 id="send-note-who">{t('notes.confirm.who', { count })}</h3>
          <ul className="plain-list send-note-who">
            {to.map(({ number, reporter, report }) => (
              <li key={reporter}>
                {t('notes.reporter', { number })} · <bdi>{reporter}</bdi> ·{' '}
                <bdi className="mono">{report.reference}</bdi>
              </li>
            ))}
          </ul>
        </section>
        <section aria-labelledby="send-note-what">
          <h3 id="send-note-what">{t('notes.confirm.what')}</h3>
          <blockquote className="send-note-text">
            <p className="muted">{t('notes.from')}</p>
            <p className="note-text" dir="auto">
              {text}
            </p>
          </blockquote>
        </section>
        <p>{t('notes.confirm.final')}</p>
        {error !== null && <ProblemNote error={error} />}
        <div className="button-row">
          <Button look="primary" icon="check" isPending={pending} onPress={onSend}>
            {t('notes.send', { count })}
          </Button>
          <Button onPress={onClose} isDisabled={pending}>
            {t('notes.back')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
