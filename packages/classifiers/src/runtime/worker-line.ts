import type { ToWorker } from './messages.ts';

/** A line to a worker that has been started. */
export interface WorkerLine {
  post(message: ToWorker, transfer: ArrayBuffer[]): void;
  /** Ends the worker, whatever it is doing. */
  close(): void;
}

export interface WorkerEvents {
  /** What the worker said, whatever it is. */
  message(message: unknown): void;
  died(detail: string): void;
}

export type StartWorker = (events: WorkerEvents) => WorkerLine;
