export interface DrillStep {
  readonly name: string;
  readonly ok: boolean;
  /** What was seen, or what broke. */
  readonly detail: string;
}

/** Runs steps one after another. One that breaks does not end the drill; steps that need it say so. */
export function collectSteps() {
  const steps: DrillStep[] = [];
  return {
    steps,
    /** What the check gave, or null when it broke. */
    async step<T>(name: string, check: () => Promise<[seen: string, value: T]>): Promise<T | null> {
      try {
        const [detail, value] = await check();
        steps.push({ name, ok: true, detail });
        return value;
      } catch (error) {
        steps.push({ name, ok: false, detail: describe(error) });
        return null;
      }
    },
  };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
