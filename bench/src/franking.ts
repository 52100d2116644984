import { generateHubKey, verifyEvidence } from '@wellhouse/franking';
import { bytesAdded, frankedLane, hubId, plainLane } from './franking/lane.ts';
import { median, perCoreSecond } from './franking/measure.ts';

/** Messages go to one group and then to the other in turns, so that whatever the machine does meets both. */
const blocks = 15;
const messages = 100;

/**
 * What franking adds to a message of 200 bytes on stock ts-mls (suite 1), with the full set of checks, and how much a hub and
 * a safety team do on one core.
 *
 * `sender_added_us`: createContent + encodeAuthenticatedData. `receiver_added_us`: checkReceived from the compact stamp, all
 * rules. Both are medians over single calls in a group of three, interleaved with the unfranked `createApplicationMessage` and
 * `processMessage` that the percentages refer to; `…_end_to_end_us` is the difference between franked and unfranked medians of
 * the whole call, larger ciphertext included, and noisier. `group_256_…_ratio`: what is added in a group of 256 over what is added
 * in a group of three, measured in turns. `…_per_s` is per second of CPU time. `bytes_added` counts everything against sending the bare words:
 * content structure and header, authenticated data, stamp. MLS padding is off.
 */
export async function runFrankingBench(): Promise<Record<string, number>> {
  const now = Date.now();
  const key = generateHubKey({ keyId: 1, notBefore: now - 1000, notAfter: now + 3_600_000 });
  console.error('franking: groups of 3 and of 256 members');
  const three = { plain: await plainLane(3), franked: await frankedLane(3, key) };
  const many = { plain: await plainLane(256), franked: await frankedLane(256, key) };
  for (let block = -15; block < blocks; block++) {
    if (block % 5 === 0) console.error(`franking: ${block * messages} of ${blocks * messages} messages in each group`);
    for (const { plain, franked } of [three, many]) {
      for (let message = 0; message < messages; message++) {
        await plain.message(block >= 0);
        await franked.message(block >= 0);
      }
    }
  }

  console.error('franking: stamps and verifications');
  const submitted = await three.franked.message(false);
  const stamps = await perCoreSecond(2000, () => three.franked.hub.accept(submitted));
  const verifies = await perCoreSecond(three.franked.evidence.length, (index) => {
    const item = three.franked.evidence[index];
    if (!item || !verifyEvidence(item, { keys: [key], hubId }).ok) throw new Error('expected evidence that verifies');
  });

  const add = median(three.franked.samples.add);
  const check = median(three.franked.samples.check);
  const create = median(three.plain.samples.create);
  const open = median(three.plain.samples.open);
  const figure = (value: number) => Math.round(value * 10) / 10;
  const ratio = (value: number) => Math.round(value * 100) / 100;
  return {
    sender_added_us: figure(add),
    receiver_added_us: figure(check),
    sender_percent: figure((100 * add) / create),
    receiver_percent: figure((100 * check) / open),
    group_256_sender_ratio: ratio(median(many.franked.samples.add) / add),
    group_256_receiver_ratio: ratio(median(many.franked.samples.check) / check),
    hub_stamps_per_s: Math.round(stamps),
    verifies_per_s: Math.round(verifies),
    bytes_added: await bytesAdded(key),
    sender_end_to_end_us: figure(median(three.franked.samples.create) - create),
    receiver_end_to_end_us: figure(median(three.franked.samples.open) - open),
    unfranked_create_us: figure(create),
    unfranked_process_us: figure(open),
  };
}
