import type { ItemProblem } from '@wellhouse/protocol';
import type { z } from 'zod';
import { useI18n } from '../../i18n/I18n.tsx';
import { Icon } from '../../ui/Icon.tsx';

type Problem = z.infer<typeof ItemProblem>;

/** Why evidence is less than VERIFIED: in the reviewer's language where there are words for the code, and as the server says it. */
export function ItemProblems({ problems }: { problems: readonly Problem[] }) {
  if (problems.length === 0) return null;
  return (
    <ul className="item-problems">
      {problems.map((problem) => (
        <li key={problem.code}>
          <Icon name="alert" />
          <Words problem={problem} />
        </li>
      ))}
    </ul>
  );
}

/** The server's detail says which field, part or key; it is English and for whoever looks closer. */
function Words({ problem: { code, detail } }: { problem: Problem }) {
  const { t, maybe } = useI18n();
  const words = maybe(`item.${code}`);
  return (
    <div>
      {words ?? <bdi>{detail}</bdi>} <code>{code}</code>
      {words !== null && detail !== '' && (
        <details className="problem-detail">
          <summary>{t('item.detail')}</summary>
          <bdi lang="en">{detail}</bdi>
        </details>
      )}
    </div>
  );
}
