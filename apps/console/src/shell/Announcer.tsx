import { useI18n } from '../i18n/I18n.tsx';
import { dismiss, useAnnouncements } from '../ui/announcements.ts';
import { Button } from '../ui/Button.tsx';

export function Announcer() {
  const { t, say } = useI18n();
  const list = useAnnouncements();
  return (
    <div className="announcer" role="status">
      {list.map((item) => (
        <div key={item.id} className={item.heard ? 'visually-hidden' : 'announcement'}>
          <span>{say(item.phrase)}</span>
          {!item.heard && (
            <Button look="plain" icon="close" aria-label={t('common.close')} onPress={() => dismiss(item.id)} />
          )}
        </div>
      ))}
    </div>
  );
}
