import type { CategoryNode } from '@wellhouse/protocol';

function leaf(id: string, label: string, more: Partial<CategoryNode> = {}): CategoryNode {
  return { id, label, hint: null, question: null, outcome: 'report', category: id, children: [], ...more };
}

/** A small tree with one leaf of each outcome. */
export const questionTree: CategoryNode = {
  ...{ id: 'root', label: 'What is happening?', hint: null, question: 'What is happening?' },
  ...{ outcome: 'report', category: null },
  children: [
    {
      ...{ id: 'threat', label: 'Someone is threatening or scaring me', hint: 'Threats to hurt you or someone else' },
      ...{ question: 'What are they threatening?', outcome: 'report', category: null },
      children: [
        leaf('threat.life', 'To kill or badly hurt someone'),
        leaf('threat.expose', 'To share private pictures or secrets'),
        leaf('threat.other', 'Something else'),
      ],
    },
    leaf('self-harm.risk', 'Someone may hurt themselves', { outcome: 'help-first', hint: 'Suicide or self-harm' }),
    leaf('spam.scam', 'A scam or spam'),
    leaf('other', 'Something else'),
    leaf('dislike', 'I just don’t like this', { outcome: 'no-report', category: null }),
  ],
};
