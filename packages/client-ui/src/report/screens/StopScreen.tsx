import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components';
import { useUi } from '../../context.ts';
import type { MessageId } from '../../i18n/message-id.ts';
import { type Option, OptionList } from '../../parts/OptionList.tsx';
import { Screen } from '../../parts/Screen.tsx';
import { useReportFlow } from '../report-flow.ts';

type Way = 'block' | 'mute' | 'leave';
const doneMessages: Record<Way, MessageId> = { block: 'stop.blocked', mute: 'stop.muted', leave: 'stop.left' };

/** Block, mute or leave, without a report; a report stays possible. */
export function StopScreen({ isDislike }: { isDislike: boolean }): ReactNode {
  const { t } = useUi().text;
  const flow = useReportFlow();
  const [done, setDone] = useState<readonly Way[]>([]);
  const [hasFailed, setHasFailed] = useState(false);
  const name = flow.subject === null ? '' : flow.name(flow.subject);
  const options: (Option & { id: Way })[] = [
    ...(flow.subject === null
      ? []
      : [{ id: 'block' as const, label: t('stop.block', { name }), hint: t('stop.block.hint', { name }) }]),
    ...(flow.canMute
      ? [
          {
            id: 'mute' as const,
            label: flow.subject === null ? t('stop.muteGroup') : t('stop.mute', { name }),
            hint: t('stop.mute.hint'),
          },
        ]
      : []),
    ...(flow.canLeave ? [{ id: 'leave' as const, label: t('stop.leave'), hint: t('stop.leave.hint') }] : []),
  ];
  const isDone = (way: Way): boolean => done.includes(way) || (way === 'block' && flow.isBlocked);

  async function stop(way: Way): Promise<void> {
    setHasFailed(false);
    try {
      await flow[way]();
      setDone((ways) => [...ways, way]);
    } catch {
      setHasFailed(true);
    }
  }

  return (
    <Screen
      title={t('stop.question')}
      hint={isDislike ? t('stop.dislike') : null}
      footer={
        <>
          {isDislike ? null : (
            <Button className="wh-button wh-button-quiet" onPress={() => flow.go({ screen: 'danger' })}>
              {t('stop.tell')}
            </Button>
          )}
          <Button className="wh-button" onPress={flow.close}>
            {t('done')}
          </Button>
        </>
      }
    >
      <OptionList
        label={t('stop.question')}
        options={options.map((option) => ({ ...option, isAct: true, isDone: isDone(option.id) }))}
        onChoose={(id) => {
          const way = options.find((option) => option.id === id)?.id;
          if (way) void stop(way);
        }}
      />
      {options.length === 0 ? <p className="wh-hint">{t('stop.none')}</p> : null}
      <p className="wh-status" role="status">
        {hasFailed
          ? t('stop.failed')
          : options
              .filter((option) => isDone(option.id))
              .map((option) => t(doneMessages[option.id], { name }))
              .join(' ')}
      </p>
    </Screen>
  );
}
