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
export const Helpline = z.strictObject({
  id: z.string().regex(/^[a-z]{2}-[a-z0-9-]+$/),
  country: Country,
  topics: z.array(z.string()).min(1),
  audience: z.array(Audience).min(1),
  name: z.string().min(1),
  phone: z.string().nullable(),
  text: z.string().nullable(),
  url: z.url().nullable(),
  hours: z.string().nullable(),
  languages: z.array(z.string()).min(1),
  ...verification,
});
export type Helpline = z.infer<typeof Helpline>;

export const EmergencyNumber = z.strictObject({
  country: Country,
  number: z.string().regex(/^\d{3}$/),
  ...verification,
});
export type EmergencyNumber = z.infer<typeof EmergencyNumber>;

const Contacts = z.strictObject({
  /** The day on which the file as a whole was last gone through. */
  compiledOn: z.iso.date(),
  helplines: z.array(Helpline),
  emergencyNumbers: z.array(
    z.strictObject({ number: EmergencyNumber.shape.number, countries: z.array(Country).min(1), ...verification }),
  ),
});

const contacts = Contacts.parse(data);

export const contactsCompiledOn: string = contacts.compiledOn;
export const helplines: readonly Helpline[] = contacts.helplines;
export const emergencyNumbers: readonly EmergencyNumber[] = contacts.emergencyNumbers.flatMap(
  ({ countries, ...rest }) => countries.map((country) => ({ country, ...rest })),
);

/** Entries older than this have to be compared with their source again. */
export const verificationDays = 180;

/** Entries not verified within {@link verificationDays} before `today`, an ISO date. */
export function staleContacts(today: string): (Helpline | EmergencyNumber)[] {
  const limit = Date.parse(today) - verificationDays * 86_400_000;
  return [...helplines, ...emergencyNumbers].filter((entry) => Date.parse(entry.verifiedOn) < limit);
}
