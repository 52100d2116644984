import type { ReactNode } from 'react';
import { useUi } from '../../context.ts';
import { OptionList } from '../../parts/OptionList.tsx';
import { Screen } from '../../parts/Screen.tsx';
import { afterCategory, impliedAbout, nodesAlong } from '../flow.ts';
import { useReportFlow } from '../report-flow.ts';

/** One screen of the server's question tree. */
export function CategoryScreen({ path }: { path: readonly string[] }): ReactNode {
  const { t } = useUi().text;
  const { draft, answers, answer, go } = useReportFlow();
  const { tree } = draft.config;
  const trail = nodesAlong(tree, path);
  const node = trail.at(-1) ?? tree;
  const question = node.question ?? t('category.question');
  return (
    <Screen title={question} hint={trail.length > 0 ? trail.map(({ label }) => label).join(' › ') : null}>
      <OptionList
        label={question}
        options={node.children.map((child) => ({
          id: child.id,
          label: child.label,
          hint: child.hint,
          isChosen: answers.chosen[path.length] === child.id,
        }))}
        onChoose={(id) => {
          const child = node.children.find((candidate) => candidate.id === id);
          if (!child) return;
          const isOther = answers.chosen[path.length] !== id;
          if (isOther) answer({ chosen: [...path, id] });
          // another category may ask other things; the same one keeps what was answered
          if (child.children.length === 0 && isOther) {
            draft.set({ category: child.category, about: impliedAbout(child) });
          }
          go(afterCategory(child, path));
        }}
      />
    </Screen>
  );
}
