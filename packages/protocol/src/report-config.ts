import { z } from 'zod';
import { Audience, Base64Url, base64UrlOf, HubId, Locale, Timestamp } from './primitives.ts';

/** What a choice in the category tree leads to. */
export const CategoryOutcome = z.enum([
  /** Ask on, then report. */
  'report',
  /** Help is shown first; reporting stays possible. */
  'help-first',
  /** "I just don't like this": block, mute or leave; no report. */
  'no-report',
]);

/** One node of the question tree: a screen if it has children, an answer if it has none. */
export interface CategoryNode {
  id: string;
  /** The choice as the reporter reads it. */
  label: string;
  /** A line of explanation, or null. */
  hint: string | null;
  /** The question above the children, or null for a leaf. */
  question: string | null;
  outcome: z.infer<typeof CategoryOutcome>;
  /** Taxonomy leaf that is reported; null for inner nodes and `no-report`. */
  category: string | null;
  children: CategoryNode[];
}
export const CategoryNode: z.ZodType<CategoryNode> = z
  .lazy(() =>
    z.strictObject({
      id: z.string().min(1).max(64),
      label: z.string().min(1).max(200),
      hint: z.string().max(400).nullable(),
      question: z.string().max(200).nullable(),
      outcome: CategoryOutcome,
      category: z.string().max(64).nullable(),
      children: z.array(CategoryNode).max(7),
    }),
  )
  .meta({ id: 'CategoryNode' });

export const Helpline = z.strictObject({
  id: z.string(),
  country: z.string().length(2),
  topics: z.array(z.string()),
  audience: z.array(Audience),
  name: z.string(),
  phone: z.string().nullable(),
  text: z.string().nullable(),
  url: z.url().nullable(),
  hours: z.string().nullable(),
  languages: z.array(Locale),
  sourceUrl: z.url(),
  verifiedOn: z.iso.date(),
});
export type Helpline = z.infer<typeof Helpline>;

export const EmergencyNumber = z.strictObject({
  country: z.string().length(2),
  number: z.string(),
  sourceUrl: z.url(),
  verifiedOn: z.iso.date(),
});

/** The key reports are sealed to (docs/spec/sealing.md). */
export const SealingPublicKey = z.strictObject({
  keyId: z.string().min(1).max(64),
  suite: z.string().min(1).max(64),
  publicKey: Base64Url,
  notAfter: Timestamp,
});
export type SealingPublicKey = z.infer<typeof SealingPublicKey>;

/**
 * The public half of a hub's stamp key, for receivers; null for a MAC-only key. `retired`: the time for reports about its
 * messages is over, so that nothing stamped with it is shown; `privateKey`: published since, anyone can sign with it.
 */
export const HubPublicKey = z.strictObject({
  keyId: z.int().min(0).max(0xffff_ffff),
  publicKey: base64UrlOf(32).nullable(),
  notBefore: Timestamp,
  notAfter: Timestamp,
  retired: z.boolean().optional(),
  privateKey: base64UrlOf(32).optional(),
});
export type HubPublicKey = z.infer<typeof HubPublicKey>;

export const ReportConfigQuery = z.object({
  locale: Locale.default('en'),
  audience: Audience.default('adult'),
});

export const ReportConfig = z
  .strictObject({
    taxonomyVersion: z.string(),
    locale: Locale,
    audience: Audience,
    /** Who will read a report, as the operator names them. */
    readers: z.string(),
    tree: CategoryNode,
    helplines: z.array(Helpline),
    emergencyNumbers: z.array(EmergencyNumber),
    limits: z.strictObject({
      contextBefore: z.int(),
      contextMaximum: z.int(),
      statementCharacters: z.int(),
      attachments: z.int(),
      attachmentBytes: z.int(),
    }),
    disappearing: z.strictObject({
      /**
       * How long a message can still be reported after it disappeared, in seconds; devices show it to the sender before
       * sending, and take more than 86,400 for 86,400. No maximum here: a device must not lose the whole configuration over it.
       */
      graceSeconds: z.int().min(0).describe('0 to 86400; devices take more for 86400'),
    }),
    /** Newest first; a device seals to the first. */
    sealingKeys: z.array(SealingPublicKey).min(1),
    hubs: z.array(z.strictObject({ hubId: HubId, keys: z.array(HubPublicKey) })),
  })
  .meta({ id: 'ReportConfig' });
export type ReportConfig = z.infer<typeof ReportConfig>;
