import type { ReportableMessage } from '@wellhouse/client';
import { ReportDialog } from '@wellhouse/client-ui';
import { useEffect, useState } from 'react';
import { useNames } from '../state/names.ts';
import { useSession } from '../state/use-session.ts';

export interface ReportRequest {
  groupId: string;
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
  const { device } = useSession();
  const nameOf = useNames();
  const { groupId, target } = request;
  const [material, setMaterial] = useState<{ conversation: ReportableMessage[]; reported: number } | null>(null);
  useEffect(() => {
    void device.reportable(groupId, target.kind === 'message' ? target.messageId : null).then(setMaterial);
  }, [device, groupId, target]);

  if (material === null) return null;
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
      onClose={onClose}
      onLeave={() => device.leave(groupId)}
      onShowReports={onShowReports}
    />
  );
}
