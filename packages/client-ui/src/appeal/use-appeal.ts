import type { AppealTarget, LocalAppeal } from '@wellhouse/client';
import { useEffect, useState } from 'react';
import { useUi } from '../context.ts';

/** One's own appeal, read again whenever it may have changed; undefined until it was read first, null: nothing is known of it. */
export function useAppeal(target: AppealTarget): LocalAppeal | null | undefined {
  const { wellhouse } = useUi();
  const { kind } = target;
  const id = idOf(target);
  const [appeal, setAppeal] = useState<LocalAppeal | null | undefined>(undefined);

  useEffect(() => {
    let isCurrent = true;
    const own = targetOf(kind, id);
    const look = async (): Promise<void> => {
      const found = await wellhouse.getAppeal(own);
      if (isCurrent) setAppeal(found);
    };
    const unsubscribe = wellhouse.subscribe(({ type }) => {
      if (type === 'reports' || type === 'appeals') void look();
    });
    // "My reports" asks for all of its own at once.
    void look().then(() => (kind === 'report' ? null : wellhouse.refreshAppeal(own)));
    return () => {
      isCurrent = false;
      unsubscribe();
    };
  }, [wellhouse, kind, id]);

  return appeal;
}

function idOf(target: AppealTarget): string {
  switch (target.kind) {
    case 'report':
      return target.reportId;
    case 'decision':
      return target.decisionId;
    case 'measure':
      return target.measureId;
    default:
      return target satisfies never;
  }
}

function targetOf(kind: AppealTarget['kind'], id: string): AppealTarget {
  if (kind === 'report') return { kind, reportId: id };
  return kind === 'decision' ? { kind, decisionId: id } : { kind, measureId: id };
}
