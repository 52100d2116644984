import type { Deps } from '../deps.ts';
import { ensureDrillList } from '../lists/built-in-lists.ts';
import { drillPictures } from './drill-pictures.ts';

/** Makes the built-in list `drill`, with what each marked picture is known by. Again changes nothing. */
export async function fillDrillList(deps: Deps): Promise<void> {
  const fingerprints = drillPictures.flatMap(({ sha256, pdq }) => [
    { kind: 'sha256', hex: sha256 },
    { kind: 'pdq', hex: pdq },
  ]);
  await deps.database.transaction((tx) => ensureDrillList(tx, deps, fingerprints));
}
