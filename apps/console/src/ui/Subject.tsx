import type { CaseSubject } from '@wellhouse/protocol';
import { useI18n } from '../i18n/I18n.tsx';
import { shortGroup } from '../words/short-group.ts';
import { Icon } from './Icon.tsx';

export function Subject({ subject }: { subject: CaseSubject }) {
  const { t } = useI18n();
  const account = subject.kind === 'account';
  return (
    <span className="subject">
      <Icon name={account ? 'person' : 'group'} />
      <span className="visually-hidden">{account ? t('subject.account') : t('subject.group')}</span>
      <bdi className="subject-name">{account ? subject.accountId : shortGroup(subject.groupId)}</bdi>
    </span>
  );
}
