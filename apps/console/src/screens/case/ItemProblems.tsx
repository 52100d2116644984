import type { ItemProblem } from '@wellhouse/protocol';
import type { z } from 'zod';
import { useI18n } from '../../i18n/I18n.tsx';
import { Icon } from '../../ui/Icon.tsx';

/** Why evidence is less than VERIFIED: in the reviewer's language where there are words for the code, else as the server says it. */
export function ItemProblems({ problems }: { problems: readonly z.infer<typeof ItemProblem>[] }) {
  const { maybe } = useI18n();
  if (problems.length === 0) return null;
  return (
    <ul className="item-problems">
      {problems.map((problem) => (
        <li key={problem.code}>
          <Icon name="alert" />
          <span>
            {maybe(`item.${problem.code}`) ?? <bdi>{problem.detail}</bdi>} <code>{problem.code}</code>
          </span>
        </li>
      ))}
    </ul>
  );
}
