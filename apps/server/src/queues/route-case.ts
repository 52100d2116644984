import { type Exposure, mainQueue, type Priority, type RoutingRule, type Surface } from '@wellhouse/protocol';

/** What routing rules can ask about a case. */
export interface RoutingFacts {
  /** Leaf of the taxonomy. */
  readonly category: string;
  /** Primary subtag, or null where nobody knows it. */
  readonly language: string | null;
  /** ISO 3166-1 alpha-2, or null where nobody knows it. */
  readonly region: string | null;
  readonly surface: Surface;
  readonly priority: Priority;
  readonly exposure: Exposure;
}

/** Where a case waits: the first rule that matches says it; without one it is the main queue. */
export function routeCase(facts: RoutingFacts, rules: readonly RoutingRule[]): string {
  return firstMatch(facts, rules)?.queueId ?? mainQueue;
}

export function firstMatch(facts: RoutingFacts, rules: readonly RoutingRule[]): RoutingRule | undefined {
  return rules.find((rule) => matches(facts, rule));
}

/** What nobody knows matches no rule that asks for it. */
function matches(facts: RoutingFacts, rule: RoutingRule): boolean {
  return (
    (rule.kinds === null || rule.kinds.some((kind) => liesBelow(facts.category, kind))) &&
    (rule.languages === null || (facts.language !== null && rule.languages.includes(facts.language))) &&
    (rule.regions === null || (facts.region !== null && rule.regions.includes(facts.region))) &&
    (rule.surfaces === null || rule.surfaces.includes(facts.surface)) &&
    // P0 < P1 < P2 < P3, as text too.
    (rule.minPriority === null || facts.priority <= rule.minPriority) &&
    (rule.exposure === null || rule.exposure === facts.exposure)
  );
}

/** `child` covers `child.grooming`, and not `childish`. */
function liesBelow(category: string, prefix: string): boolean {
  return category === prefix || category.startsWith(`${prefix}.`);
}
