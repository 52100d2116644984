import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useUi } from '../../context.ts';
import { CheckRow } from '../../parts/CheckRow.tsx';
import { Screen } from '../../parts/Screen.tsx';
import { useReportFlow } from '../report-flow.ts';
import { useDraftState } from '../use-draft.ts';

/** Stands before the preview, because both answers are in the bytes that the preview shows. */
export function ChoicesScreen(): ReactNode {
  const { t } = useUi().text;
  const { draft, subject, isBlocked, name, go } = useReportFlow();
  const { blocked, wantsNotices } = useDraftState(draft);
  return (
    <Screen
      title={t('choices.question')}
      footer={
        <Button className="wh-button" onPress={() => go({ screen: 'preview' })}>
          {t('next')}
        </Button>
      }
    >
      <div className="wh-checks">
        {subject === null ? null : (
          <CheckRow
            label={t('choices.block', { name: name(subject) })}
            hint={t('choices.block.hint', { name: name(subject) })}
            isSelected={blocked || isBlocked}
            isDisabled={isBlocked}
            onChange={(isSelected) => draft.set({ blocked: isSelected })}
          />
        )}
        <CheckRow
          label={t('choices.quiet')}
          hint={t('choices.quiet.hint')}
          isSelected={!wantsNotices}
          onChange={(isSelected) => draft.set({ wantsNotices: !isSelected })}
        />
      </div>
    </Screen>
  );
}
