/** A signed pack of pictures of 30 kB, with drawn weights. */
import { type PackHeader, signPack, writePack } from '@wellhouse/classifiers';
import { seed, smallHeader } from '../support/small-pack.ts';
import { drillNetwork } from './drill-network.ts';

export function smallPicturePack(header: Partial<PackHeader> = {}, signer = seed): Uint8Array<ArrayBuffer> {
  const { model, weights, channels } = drillNetwork(1);
  const pictures: Partial<PackHeader> = {
    id: 'drill-picture',
    language: 'zxx',
    kinds: ['sensitive-picture'],
    thresholds: { 'sensitive-picture': 1 },
    calibration: {},
    model: model as unknown as PackHeader['model'],
  };
  const sections = [
    { name: 'weights', bytes: weights },
    { name: 'channels', bytes: channels },
  ];
  return signPack(writePack({ header: { ...smallHeader, ...pictures, ...header }, sections }), signer);
}
