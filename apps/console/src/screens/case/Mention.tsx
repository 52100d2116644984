import { mentionWords, type ShownPart } from '@wellhouse/protocol';

/** The account is what is proven to have been named; the name before it is the sender's, and may be anybody's. */
export function Mention({ part }: { part: Extract<ShownPart, { type: 'mention' }> }) {
  const { name, account } = mentionWords(part);
  return (
    <>
      <bdi className="part-mention">{name}</bdi>
      {account !== null && (
        <>
          {' '}
          <bdi className="part-account" dir="ltr">
            ({account})
          </bdi>
        </>
      )}
    </>
  );
}
