import type { Generated } from 'kysely';

/** How a picture of a case looks, each look of a case once; only where its looks tell it from others. */
export interface CaseLookTable {
  /** Grows: the newest are compared first. bigint. */
  look_id: Generated<string>;
  case_id: string;
  /** 32 bytes. */
  pdq: Buffer;
}

/** The sixteen parts of a look by which those near it are found. */
export interface CaseLookPartTable {
  /** Place of the part (0 to 15) times 65,536, and its sixteen bits. */
  part: number;
  /** bigint */
  look_id: string;
}
