import type { StoredLogLine } from '@wellhouse/client';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { useUi } from '../context.ts';
import { CheckRow } from '../parts/CheckRow.tsx';

/** What was noticed on this device, for its owner alone. */
export function LocalLog(props: {
  log: readonly StoredLogLine[];
  keepsLog: boolean;
  names: (accountId: string) => string;
}): ReactNode {
  const { log, keepsLog, names } = props;
  const { wellhouse, text, now } = useUi();
  const { t } = text;
  const [isWiped, setIsWiped] = useState(false);
  const status = useRef<HTMLParagraphElement>(null);
  // that it is done is said where the list was
  useEffect(() => {
    if (isWiped && log.length === 0) status.current?.focus();
  }, [isWiped, log.length]);
  return (
    <>
      <p className="wh-hint">{t('noticed.log.text')}</p>
      <div className="wh-checks">
        <CheckRow
          label={t('noticed.log.keep')}
          hint={t('noticed.log.keep.hint')}
          isSelected={keepsLog}
          onChange={(isKept) => void wellhouse.prompts.setKeepsLog(isKept)}
        />
      </div>
      <ol className="wh-log">
        {log.map((line) => (
          <li key={`${line.what} ${line.at} ${line.what === 'noticed' ? `${line.messageId} ${line.kind}` : ''}`}>
            <time dateTime={new Date(line.at).toISOString()}>{text.time(line.at, now())}</time>
            <Line line={line} names={names} />
          </li>
        ))}
      </ol>
      {log.length > 0 ? null : (
        <p className="wh-status" role="status" tabIndex={-1} ref={status}>
          {isWiped ? t('noticed.log.wiped') : t(keepsLog ? 'noticed.log.empty' : 'noticed.kept')}
        </p>
      )}
      {/* also without a line: it deletes what is remembered besides */}
      <Button
        className="wh-button wh-button-quiet"
        onPress={() => void wellhouse.prompts.wipeLog().then(() => setIsWiped(true))}
      >
        {t('noticed.log.wipe')}
      </Button>
      <p className="wh-hint">{t('noticed.log.wipe.hint')}</p>
    </>
  );
}

function Line({ line, names }: { line: StoredLogLine; names: (accountId: string) => string }): ReactNode {
  const { t } = useUi().text;
  if (line.what === 'unavailable') return <p>{t('noticed.line.unavailable', { count: line.count })}</p>;
  return (
    <p>
      {t('noticed.line', { kind: t(`kind.${line.kind}`), name: names(line.sender) })}{' '}
      <span className="wh-option-hint">{t(line.asked ? 'noticed.line.asked' : 'noticed.line.notAsked')}</span>
    </p>
  );
}
