import { mentionWords } from '@wellhouse/protocol';
import type { ReactNode } from 'react';

/** The name is the sender's choice and may be anybody's; the account that it stands for is shown beside it. */
export function PreviewMention(mention: { name: string; account: string }): ReactNode {
  const { name, account } = mentionWords(mention);
  return (
    <>
      <bdi className="wh-mention">{name}</bdi>
      {account === null ? null : (
        <>
          {' '}
          <bdi className="wh-account" dir="ltr">
            ({account})
          </bdi>
        </>
      )}
    </>
  );
}
