import { useVirtualizer } from '@tanstack/react-virtual';
import type { CaseSummary } from '@wellhouse/protocol';
import { useEffect, useRef } from 'react';
import { useI18n } from '../../i18n/I18n.tsx';
import { usePreferences } from '../../preferences/use-preferences.ts';
import { CaseRow } from './CaseRow.tsx';

/** The queue, worst first. Only the rows in sight are in the page; each says where it stands of how many. */
export function CaseListView({
  cases,
  cursor,
  onCursor,
  hasMore,
  onEnd,
}: {
  cases: readonly CaseSummary[];
  cursor: string | null;
  onCursor: (caseId: string) => void;
  hasMore: boolean;
  onEnd: () => void;
}) {
  const { t } = useI18n();
  const { density } = usePreferences();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: cases.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (density === 'compact' ? 58 : 82),
    getItemKey: (index) => cases[index]?.caseId ?? index,
    overscan: 6,
  });
  const rows = virtual.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;
  const cursorIndex = cases.findIndex((item) => item.caseId === cursor);

  useEffect(() => {
    if (hasMore && last >= cases.length - 8) onEnd();
  }, [hasMore, last, cases.length, onEnd]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: density changes the rows' height
  useEffect(() => virtual.measure(), [density]);

  // The keys move a cursor; the focus follows it, so that a screen reader reads the row.
  useEffect(() => {
    if (cursor === null || cursorIndex < 0) return;
    virtual.scrollToIndex(cursorIndex, { align: 'auto' });
    const frame = requestAnimationFrame(() => {
      const link = scroller.current?.querySelector<HTMLElement>(`[data-case="${cursor}"] a`);
      if (link !== document.activeElement) link?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [cursor, cursorIndex, virtual]);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="case-list" ref={scroller} aria-label={t('queue.list')} tabIndex={0}>
      <ol style={{ blockSize: virtual.getTotalSize() }}>
        {rows.map((row) => {
          const item = cases[row.index];
          if (item === undefined) return null;
          return (
            <li
              key={row.key}
              ref={virtual.measureElement}
              data-index={row.index}
              data-case={item.caseId}
              data-cursor={item.caseId === cursor}
              aria-posinset={row.index + 1}
              aria-setsize={hasMore ? -1 : cases.length}
              style={{ transform: `translateY(${row.start}px)` }}
            >
              <CaseRow item={item} onFocus={() => onCursor(item.caseId)} />
            </li>
          );
        })}
      </ol>
    </section>
  );
}
