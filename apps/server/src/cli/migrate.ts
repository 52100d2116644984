import { openConfiguredDatabase } from '../open-deps.ts';
import { loadConfig } from '../platform/config.ts';
import { migrate, migrationStatus } from '../platform/database/migrate.ts';
import { createLog } from '../platform/log.ts';
import { answer, type CommandContext, type ExitCode, exitCodes } from './context.ts';

export async function migrateCommand(context: CommandContext, json: boolean, statusOnly: boolean): Promise<ExitCode> {
  const config = loadConfig(context.environment);
  const options = { log: createLog(config.logLevel), attach: true, migrated: false };
  const { database, close } = await openConfiguredDatabase(config, options);
  try {
    const applied = statusOnly ? [] : await migrate(database);
    const steps = await migrationStatus(database);
    const lines = steps.map(({ name, appliedAt }) => {
      const mark = applied.includes(name) ? 'applied now' : (appliedAt?.toISOString() ?? 'not applied');
      return `${name}  ${mark}`;
    });
    answer(context, json, { applied, steps }, lines);
    return statusOnly && steps.some((step) => step.appliedAt === null) ? exitCodes.failed : exitCodes.ok;
  } finally {
    await close();
  }
}
