import type { HearingOutcome } from '@wellhouse/protocol';
import type { Generated } from 'kysely';

/** One look again at a decision, by a person who had no part in it. Who appeals while it is open joins it. */
export interface AppealHearingTable {
  hearing_id: string;
  /** `A-XXXX-XXXX`, unique; what those who appeal are told. */
  reference: string;
  decision_id: string;
  /** Of the decision. */
  case_id: string;
  state: Generated<'open' | 'decided'>;
  opened_at: Date;
  /** The queue's order, and when those who appeal should have an answer. */
  due_at: Date;
  appeal_count: Generated<number>;
  /** Who hears it; counts until claim_until. */
  claim_staff_id: Generated<string | null>;
  claim_until: Generated<Date | null>;
  outcome: Generated<HearingOutcome | null>;
  /** Never anybody with a part in a decision of the case: the trigger appeal_hearing_independent refuses it. */
  heard_by: Generated<string | null>;
  heard_at: Generated<Date | null>;
  /** For the person whom the decision concerns. */
  reason_person: Generated<string | null>;
  /** For those who reported. */
  reason_reporter: Generated<string | null>;
  /** Of `milder`: what stands in its place. */
  new_decision_id: Generated<string | null>;
}
