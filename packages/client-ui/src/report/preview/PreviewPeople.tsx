import { namesInDraft } from '@wellhouse/client';
import type { ReactNode } from 'react';
import { useUi } from '../../context.ts';
import { CheckRow } from '../../parts/CheckRow.tsx';
import { useReportFlow } from '../report-flow.ts';
import { useDraftState } from '../use-draft.ts';

/** The other people whose messages the report could hold, each of whom can be left out. */
export function PreviewPeople(): ReactNode {
  const { text, wellhouse } = useUi();
  const { draft, subject, name } = useReportFlow();
  const state = useDraftState(draft);
  const { entries } = state;
  const named = namesInDraft(entries, state.subject);
  const senders = entries.filter((entry) => entry.role === 'context').map((entry) => entry.stamp.context.sender);
  const people = [...new Set(senders)].filter((sender) => sender !== subject && sender !== wellhouse.accountId);
  if (people.length === 0 && named.names.length === 0) return null;
  return (
    <fieldset className="wh-people">
      <legend className="wh-section">{text.t('preview.people')}</legend>
      <p className="wh-hint">{text.t('preview.people.hint')}</p>
      {people.map((person) => {
        const count = entries.filter((entry) => entry.included && entry.stamp.context.sender === person).length;
        return (
          <CheckRow
            key={person}
            label={text.t('preview.person', { name: name(person), count })}
            isSelected={count > 0}
            onChange={(isSelected) => draft.setPersonIncluded(person, isSelected)}
          />
        );
      })}
      {named.names.length > 0 && (
        <CheckRow
          label={text.t('preview.names', { names: text.list(named.names.map(name)) })}
          isSelected={named.included}
          onChange={(isSelected) => draft.setNamesIncluded(isSelected)}
        />
      )}
    </fieldset>
  );
}
