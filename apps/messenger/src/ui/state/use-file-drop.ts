import { type RefObject, useEffect, useRef, useState } from 'react';

/** Files that are dropped onto an element. @returns whether some are over it now */
export function useFileDrop(
  element: RefObject<HTMLElement | null>,
  onFiles: ((files: File[]) => void) | null,
): boolean {
  const [isOver, setIsOver] = useState(false);
  const latest = useRef(onFiles);
  latest.current = onFiles;
  useEffect(() => {
    const target = element.current;
    if (target === null) return;
    let depth = 0;
    const takes = (event: DragEvent) => latest.current !== null && event.dataTransfer?.types.includes('Files') === true;
    const enter = (event: DragEvent) => {
      if (!takes(event)) return;
      event.preventDefault();
      depth += 1;
      setIsOver(true);
    };
    const over = (event: DragEvent) => {
      if (takes(event)) event.preventDefault();
    };
    const leave = () => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) setIsOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!takes(event)) return;
      event.preventDefault();
      depth = 0;
      setIsOver(false);
      latest.current?.([...(event.dataTransfer?.files ?? [])]);
    };
    const listeners = [
      ['dragenter', enter],
      ['dragover', over],
      ['dragleave', leave],
      ['drop', drop],
    ] as const;
    for (const [name, listener] of listeners) target.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of listeners) target.removeEventListener(name, listener);
    };
  }, [element]);
  return isOver;
}
