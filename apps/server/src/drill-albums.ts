import type { Deps } from './deps.ts';
import { createAlbumSteps } from './drill/album-steps.ts';
import { collectSteps, type DrillStep } from './drill/collect-steps.ts';
import type { DrillOptions } from './drill.ts';
import { withDrillHub } from './platform/drill-hub.ts';

export interface AlbumDrillOptions extends DrillOptions {
  /** Leave confirming and deciding to a person at the console, and wait for them. */
  readonly person?: boolean;
}

/** Longest wait for a person. */
const personMs = 30 * 60_000;

/**
 * Rehearses shared albums on a running installation: a harmless picture is released; a marked one is held by the list
 * `drill`, found as a case, and taken out again. No real list, album or account is touched.
 */
export async function runAlbumDrill(given: Deps, options: AlbumDrillOptions = {}): Promise<DrillStep[]> {
  const deps = withDrillHub(given);
  const { person = false, patienceMs = 30_000 } = options;
  const serverUrl = (options.serverUrl ?? deps.config.publicUrl).replace(/\/+$/, '');
  const { steps, step } = collectSteps();
  const album = createAlbumSteps(deps, { serverUrl, patienceMs });
  await step('have the list of marked pictures', album.fillList);
  const harmless = await step('add a harmless picture', album.addHarmless);
  await step('see it released, byte for byte', () => album.seeReleased(harmless));
  const exact = await step('add a marked picture', album.addExact);
  await step('announce it again', () => album.addAgain(exact));
  await step('see it held', () => album.seeHeld(exact));
  const altered = await step('add an altered copy of another marked picture', album.addAltered);
  await step('see that one held too', () => album.seeHeld(altered));
  const caseId = await step('find both in one case', () => album.findCase([exact, altered]));
  if (person) {
    const patient = createAlbumSteps(deps, { serverUrl, patienceMs: personMs });
    await step('wait for a person to confirm and decide', () => patient.awaitPerson(caseId));
  }
  await step('close the case', album.close);
  await step('take the pictures out', () => album.takeOut([harmless, exact, altered]));
  return steps;
}
