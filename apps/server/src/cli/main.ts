import { runCommand } from './run-command.ts';

// `wellhouse openapi | head`: a reader that has seen enough is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await runCommand(process.argv.slice(2), {
  environment: process.env,
  write: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(text),
});
// Only the server's parts hold the process open, and they are closed by now; a stray timer must not.
if (process.channel) process.disconnect();
