import { runCommand } from './run-command.ts';

process.exitCode = await runCommand(process.argv.slice(2), {
  environment: process.env,
  write: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(text),
});
// Only the server's parts hold the process open, and they are closed by now; a stray timer must not.
if (process.channel) process.disconnect();
