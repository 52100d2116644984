import { useQuery } from '@tanstack/react-query';
import type { AuditEntry } from '@wellhouse/protocol';
import { policyVersionsQuery } from '../../api/decision-queries.ts';
import { rolesQuery } from '../../api/staff-queries.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { wordsIn } from '../policies/words-in.ts';
import { detailRows } from './detail-rows.ts';

/** What an entry says beside who, what and to what: in words where there are any, and behind a disclosure as it was written. */
export function AuditDetails({ entry }: { entry: AuditEntry }) {
  const i18n = useI18n();
  const { t, locale } = i18n;
  const can = useCan();
  const roles = useQuery({ ...rolesQuery, enabled: can('staff.read') }).data ?? [];
  const versions = useQuery({ ...policyVersionsQuery, enabled: can('case.read') }).data ?? [];
  const { rows, rest } = detailRows(entry.details, i18n, {
    roles: Object.fromEntries(roles.flatMap((role) => (role.builtIn ? [] : [[role.roleId, role.name]]))),
    policies: Object.fromEntries(versions.map((one) => [one.policyId, wordsIn(one.titles, locale)])),
  });
  return (
    <div className="audit-details">
      {rows.length > 0 && (
        <dl>
          {rows.map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd dir="auto">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {Object.keys(rest).length > 0 && (
        <details>
          <summary>{t('audit.written')}</summary>
          <pre dir="ltr">{JSON.stringify(entry.details, null, 1)}</pre>
        </details>
      )}
    </div>
  );
}
