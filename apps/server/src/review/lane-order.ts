/**
 * The order of the queue, in SQL. A lane's cases stand in its index by rank; what all of them gain by a moment is added when it
 * is asked for. Grains of 2^-20 keep every sum exact, so that comparing values is comparing ranks (queues/place-value.ts).
 */

/** What a lane has gained by `now`, a parameter with milliseconds since 1970; as `urgencyOf` computes it. */
export function urgencySql(now: string): string {
  return `(lane.head_start + floor(12 * ${now}::float8 / (lane.pace_minutes * 60000::float8) * 1048576) / 1048576)`;
}

/** Lanes within a scope: queues, categories, regions (null: all), and categories that are left out. */
export function lanesSql(scope: { queues: string; categories: string; regions: string; without: string }): string {
  return `(${scope.queues}::text[] is null or lane.queue_id = any(${scope.queues}::text[]))
        and (${scope.categories}::text[] is null or lane.category = any(${scope.categories}::text[]))
        and (${scope.regions}::text[] is null or lane.region = any(${scope.regions}::text[]))
        and lane.category <> all(${scope.without}::text[])`;
}
