/**
 * Every number that this repository shows to people was compared with its source within the last 180 days, by the
 * calendar of whoever runs this: a wrong crisis number comes at the worst moment. `--on 2027-05-01` looks ahead.
 */
import { parseArgs } from 'node:util';
import { firstStaleDay, staleContacts, verificationDays } from '@wellhouse/taxonomy';

const { values } = parseArgs({ options: { on: { type: 'string' } } });
const today = values.on ?? new Date().toISOString().slice(0, 10);
const soonDays = 30;

const stale = staleContacts(today);
for (const entry of stale) {
  const name = 'id' in entry ? entry.id : `emergency number ${entry.number} of ${entry.country}`;
  console.error(`${name}: last compared on ${entry.verifiedOn} with ${entry.sourceUrl}`);
}
const first = firstStaleDay();
if (stale.length > 0) {
  console.error(
    `\nMore than ${verificationDays} days ago. For each: open the source, or a better one, and compare number, hours and languages.\n` +
      'If they are the same, write today into verifiedOn in packages/taxonomy/src/data/contacts.json (and compiledOn);\n' +
      'if they changed, write what the source says. If no source can be read, take the entry out: none is better than a wrong one.',
  );
} else if (first !== null) {
  const days = Math.round((Date.parse(first) - Date.parse(today)) / 86_400_000);
  const hint = days <= soonDays ? ': go through them now (docs/adr/0120-numbers-that-grow-old.md)' : '';
  console.log(`helplines: all compared within ${verificationDays} days; this check fails from ${first} on${hint}`);
}
process.exit(stale.length > 0 ? 1 : 0);
