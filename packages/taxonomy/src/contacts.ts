import { z } from 'zod';
import data from './data/contacts.json' with { type: 'json' };
import { Audience } from './taxonomy-data.ts';

const Country = z.string().regex(/^[A-Z]{2}$/);
const verification = {
  /** Where the number stands. */
  sourceUrl: z.url({ protocol: /^https$/ }),
  /** The day on which the entry was last compared with what its source says. */
  verifiedOn: z.iso.date(),
};

/** Someone to talk to. Chosen by the country that the person names, never by address. */
export const Helpline = z
  .strictObject({
    id: z.string().regex(/^[a-z]{2}-[a-z0-9-]+$/),
    country: Country,
    topics: z.array(z.string()).min(1),
    audience: z.array(Audience).min(1),
    name: z.string().min(1),
    phone: z.string().nullable(),
    text: z.string().nullable(),
    url: z.url({ protocol: /^https$/ }).nullable(),
    hours: z.string().nullable(),
    languages: z.array(z.string()).min(1),
    ...verification,
  })
  .refine(({ id, country }) => id.startsWith(`${country.toLowerCase()}-`), 'begin the id with the country')
  .refine(({ phone, text, url }) => (phone ?? text ?? url) !== null, 'name a way to reach it');
export type Helpline = z.infer<typeof Helpline>;

const EmergencyNumberRow = z.strictObject({
  number: z.string().regex(/^\d{3}$/),
  countries: z.array(Country).min(1),
  ...verification,
});

export interface EmergencyNumber {
  country: string;
  number: string;
  sourceUrl: string;
  verifiedOn: string;
}

/** Numbers to call or write to, each with where and when it was read. */
export interface Contacts {
  readonly helplines: readonly Helpline[];
  readonly emergencyNumbers: readonly EmergencyNumber[];
}

const ShippedContacts = z.strictObject({
  /** The day on which the file as a whole was last gone through. */
  compiledOn: z.iso.date(),
  helplines: z.array(Helpline),
  emergencyNumbers: z.array(EmergencyNumberRow),
});

/** What an operator's own file says. It stands over ours; what it does not name stays as it is. */
export const OperatorContacts = z
  .strictObject({
    /** Show nothing of the shipped file: this one says all there is. */
    only: z.boolean().default(false),
    /** Ids of shipped helplines that are not shown. */
    withdrawn: z.array(z.string()).max(1_000).default([]),
    /** Beside the shipped ones; one with a shipped id stands in its place. */
    helplines: z.array(Helpline).max(5_000).default([]),
    /** In the place of the shipped number of each country named. */
    emergencyNumbers: z.array(EmergencyNumberRow).max(300).default([]),
  })
  .refine(({ helplines }) => areDifferent(helplines.map(({ id }) => id)), 'names a helpline twice')
  .refine(
    ({ emergencyNumbers }) => areDifferent(emergencyNumbers.flatMap(({ countries }) => countries)),
    'names a country twice',
  );
export type OperatorContacts = z.infer<typeof OperatorContacts>;

const shipped = ShippedContacts.parse(data);

export const contactsCompiledOn: string = shipped.compiledOn;
export const helplines: readonly Helpline[] = shipped.helplines;
export const emergencyNumbers: readonly EmergencyNumber[] = byCountry(shipped.emergencyNumbers);

/** The shipped contacts with an operator's own over them. */
export function withOperatorContacts(own: OperatorContacts): Contacts {
  if (own.only) return { helplines: own.helplines, emergencyNumbers: byCountry(own.emergencyNumbers) };
  const numbers = byCountry(own.emergencyNumbers);
  const hidden = new Set([...own.withdrawn, ...own.helplines.map(({ id }) => id)]);
  const named = new Set(numbers.map(({ country }) => country));
  return {
    helplines: [...helplines.filter(({ id }) => !hidden.has(id)), ...own.helplines],
    emergencyNumbers: [...emergencyNumbers.filter(({ country }) => !named.has(country)), ...numbers],
  };
}

/** Entries older than this have to be compared with their source again; the check of this repository fails. */
export const verificationDays = 180;
/** Entries older than this are not shown to anybody: none is better than a wrong one. */
export const shownDays = 365;

/** Entries not verified within {@link verificationDays} before `today`, an ISO date. */
export function staleContacts(today: string, contacts: Contacts = { helplines, emergencyNumbers }) {
  const isStale = isOlderThan(today, verificationDays);
  return [...contacts.helplines, ...contacts.emergencyNumbers].filter(isStale);
}

/** Contacts without those that were not verified within {@link shownDays} before `today`, an ISO date. */
export function shownContacts(today: string, contacts: Contacts): Contacts {
  const isOld = isOlderThan(today, shownDays);
  return {
    helplines: contacts.helplines.filter((entry) => !isOld(entry)),
    emergencyNumbers: contacts.emergencyNumbers.filter((entry) => !isOld(entry)),
  };
}

/** The first day on which {@link staleContacts} names something; null without entries. */
export function firstStaleDay(contacts: Contacts = { helplines, emergencyNumbers }): string | null {
  const oldest = [...contacts.helplines, ...contacts.emergencyNumbers].map(({ verifiedOn }) => verifiedOn).sort()[0];
  if (oldest === undefined) return null;
  return new Date(Date.parse(oldest) + (verificationDays + 1) * dayMs).toISOString().slice(0, 10);
}

const dayMs = 86_400_000;

function isOlderThan(today: string, days: number): (entry: { verifiedOn: string }) => boolean {
  const limit = Date.parse(today) - days * dayMs;
  return ({ verifiedOn }) => Date.parse(verifiedOn) < limit;
}

function byCountry(rows: readonly z.infer<typeof EmergencyNumberRow>[]): EmergencyNumber[] {
  return rows.flatMap(({ countries, ...rest }) => countries.map((country) => ({ country, ...rest })));
}

function areDifferent(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}
