import type { ReportableMessage } from '@wellhouse/client';
import { ReportDialog, type ReportStart } from '@wellhouse/client-ui';
import { useEffect, useRef, useState } from 'react';
import { useNames } from '../state/names.ts';
import { useSession } from '../state/use-session.ts';

export interface ReportRequest {
  groupId: string;
  /** Where a prompt led to it: at help or at the report, with the kind chosen. */
  start?: ReportStart;
  target: { kind: 'message'; messageId: string } | { kind: 'account'; accountId: string } | { kind: 'group' };
}

/** All that a messenger writes for reporting: which messages there are, and which one it is about. */
export function Report({
  request,
  onClose,
  onShowReports,
}: {
  request: ReportRequest;
  onClose: () => void;
  onShowReports: () => void;
}) {
  const { device, wellhouse } = useSession();
  const isSent = useRef(false);
  const nameOf = useNames();
  const { groupId, target } = request;
  const [material, setMaterial] = useState<{
    conversation: ReportableMessage[];
    reported: number;
    sender: string | null;
  } | null>(null);
  useEffect(() => {
    void device.reportable(groupId, target.kind === 'message' ? target.messageId : null).then(setMaterial);
  }, [device, groupId, target]);

  /** A report is an answer to what this device asked about the message. */
  function answer(): void {
    if (!isSent.current || target.kind !== 'message') return;
    void wellhouse.prompts.close({ conversationId: groupId, messageId: target.messageId });
  }

  if (material === null) return null;
  const person = target.kind === 'account' ? target.accountId : material.sender;
  return (
    <ReportDialog
      target={
        target.kind === 'message'
          ? { kind: 'message', index: material.reported }
          : target.kind === 'account'
            ? target
            : { kind: 'group', groupId }
      }
      conversation={material.conversation}
      names={nameOf}
      {...(request.start && { start: request.start })}
      onClose={() => {
        onClose();
        answer();
      }}
      onSent={() => {
        isSent.current = true;
      }}
      {...(person !== null && { onMute: () => device.setMuted(groupId, person, true) })}
      onLeave={() => device.leave(groupId)}
      onShowReports={() => {
        onShowReports();
        answer();
      }}
    />
  );
}
