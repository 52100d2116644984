import { useState } from 'react';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { Note } from '../../ui/ProblemNote.tsx';

/** Shown once: the server keeps only its hash. */
export function OneTimeLink({ link, expiresAt }: { link: string; expiresAt: string }) {
  const { t, dateTime } = useI18n();
  const [copied, setCopied] = useState(false);
  return (
    <div className="stack">
      <Note tone="info">
        <p>{t('team.linkText', { until: dateTime(expiresAt) })}</p>
      </Note>
      <div className="one-time-link">
        <input readOnly value={link} dir="ltr" aria-label={t('team.link')} onFocus={(event) => event.target.select()} />
        <Button icon="copy" onPress={() => void navigator.clipboard.writeText(link).then(() => setCopied(true))}>
          {t(copied ? 'team.copied' : 'team.copy')}
        </Button>
      </div>
    </div>
  );
}
