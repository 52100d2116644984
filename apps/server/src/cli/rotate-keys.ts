import { openDeps } from '../open-deps.ts';
import { loadConfig } from '../platform/config.ts';
import { createLog } from '../platform/log.ts';
import { rotateMasterKeyring, rotateSealingKey } from '../platform/rotate-keys.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { answer, type CommandContext, CommandError, type ExitCode, exitCodes } from './context.ts';
import { progressBar } from './progress-bar.ts';

export interface RotateOptions {
  readonly sealing: boolean;
  readonly master: boolean;
  readonly retire: boolean;
}

export async function rotateKeys(context: CommandContext, json: boolean, options: RotateOptions): Promise<ExitCode> {
  if (!options.sealing && !options.master) {
    throw new CommandError(
      'nothing-to-rotate',
      exitCodes.badInput,
      'name the key to replace: --sealing, --master or both',
    );
  }
  if (options.retire && !options.master) {
    throw new CommandError('nothing-to-rotate', exitCodes.badInput, '--retire needs --master');
  }
  const config = loadConfig(context.environment);
  const { deps, close } = await openDeps(config, { log: createLog(config.logLevel), attach: true });
  try {
    const { database, clock, random } = deps;
    const rotation = { database, clock, random, masterKeyFile: config.masterKeyFile };
    const bar = progressBar('Wrapping keys again', !json);
    const master = options.master ? await rotateMasterKeyring(rotation, options.retire, bar.at) : null;
    bar.end();
    const sealing = options.sealing ? await rotateSealingKey(rotation) : null;
    await database.transaction((tx) =>
      recordAudit(tx, {
        staffId: null,
        action: 'keys.rotate',
        object: null,
        details: {
          sealing,
          master: master?.keyId ?? null,
          rewrapped: master?.rewrapped ?? 0,
          retired: [...(master?.retired ?? [])],
        },
      }),
    );
    const lines: string[] = [];
    if (master !== null) {
      lines.push(
        `Master key ${master.keyId}; ${master.rewrapped} keys wrapped again. Back up ${config.masterKeyFile}.`,
      );
      if (master.retired.length > 0) lines.push(`Dropped: ${master.retired.join(', ')}`);
    }
    if (sealing !== null) lines.push(`Sealing key ${sealing}; devices use it as soon as they fetch the configuration.`);
    answer(context, json, { sealing, master }, lines);
    return exitCodes.ok;
  } finally {
    await close();
  }
}
