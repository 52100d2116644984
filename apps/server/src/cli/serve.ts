import { fillDrillList } from '../drill/fill-drill-list.ts';
import { openDeps } from '../open-deps.ts';
import { isLoopback, loadConfig } from '../platform/config.ts';
import { outwaitDatabase } from '../platform/database/outwait-database.ts';
import { createLog } from '../platform/log.ts';
import { createServer } from '../server.ts';
import { offerFirstLogin } from '../staff/first-login.ts';
import { createJobWorker } from '../worker.ts';
import { answer, type CommandContext, CommandError, type ExitCode, exitCodes } from './context.ts';
import { runUntilStopped } from './run-until-stopped.ts';

export async function serve(context: CommandContext, options: { json: boolean; work: boolean }): Promise<ExitCode> {
  const config = loadConfig(context.environment);
  const log = createLog(config.logLevel);
  const { deps, close } = await openDeps(config, { log });
  const app = await createServer(deps);
  const worker = options.work ? createJobWorker(deps) : null;
  const stop = async () => {
    log.info('stopping');
    // Requests under way are answered, then jobs under way end, then the database goes.
    await app.close();
    await worker?.stop();
    await close();
  };
  try {
    await outwaitDatabase(log, () => fillDrillList(deps)).catch((error: unknown) => {
      // Rehearsals fail then, and say why; reports must not.
      log.warn({ err: error }, 'cannot keep the list of rehearsals');
    });
    const url = await app.listen({ host: config.host, port: config.port });
    const publicUrl = config.port === 0 ? url : config.publicUrl;
    const offer = { ...deps, config: { ...config, publicUrl } };
    const link = await outwaitDatabase(log, () => offerFirstLogin(offer));
    worker?.start();
    const lines = [`Wellhouse is ready at ${publicUrl}`];
    if (link !== null) {
      lines.push(
        '',
        'Nobody can log in yet. Open this link once, within 24 hours, to become the first admin:',
        `  ${link.url}`,
      );
    }
    if (deps.hubs.list().length === 0)
      lines.push('', 'No delivery service is listed (WELLHOUSE_HUBS): no report can come in.');
    if (!isLoopback(config.host) && !publicUrl.startsWith('https:')) {
      lines.push(
        '',
        'It listens beyond this machine without TLS. Put a proxy in front and set WELLHOUSE_PUBLIC_URL=https://…',
      );
    }
    answer(
      context,
      options.json,
      { event: 'ready', url: publicUrl, listening: url, firstLogin: link?.url ?? null },
      lines,
    );
  } catch (error) {
    await stop();
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      const message = `listen on ${config.host}:${config.port}: another program does; set WELLHOUSE_PORT`;
      throw new CommandError('address-in-use', exitCodes.failed, message);
    }
    throw error;
  }
  await runUntilStopped(stop);
  return exitCodes.ok;
}
