import type { Command } from 'commander';
import type { CommandContext, ExitCode } from './context.ts';

type Add = (name: string, description: string, help: string, parent: Command) => Command;
type Report = (code: ExitCode) => void;

/** `wellhouse lists …`. The commands themselves load when they run. */
export function addListsCommand(program: Command, context: CommandContext, add: Add, report: Report): void {
  const lists = program.command('lists').description('lists of known pictures: add, import, fetch, show');
  lists.helpOption('--help', 'explain this command').helpCommand(false).addHelpText('after', listsHelp);
  const load = () => import('./lists.ts');

  add('list', 'every list: state, entries, syncs', listHelp, lists).action(async (options: { json?: boolean }) => {
    const { listsList } = await load();
    report(await listsList(context, options.json ?? false));
  });
  add('add', 'add a list; nothing is held by it until two people make it active', addHelp, lists)
    .argument('<definition.json>', 'what the list is and on what ground it may be used')
    .action(async (file: string, options: { json?: boolean }) => {
      const { listsAdd } = await load();
      report(await listsAdd(context, options.json ?? false, file));
    });
  add('import', 'make a list hold what a file holds', importHelp, lists)
    .argument('<file>', 'one fingerprint a line, or - for standard input')
    .requiredOption('--list <name>', 'the list to fill; its source must be "file"')
    .option('--type <type>', 'type of lines that hold a bare value, e.g. pdq; not where two people agree to the file')
    .action(async (file: string, options: { json?: boolean; list: string; type?: string }) => {
      const { listsImport } = await load();
      const { json = false, list, type } = options;
      report(await listsImport(context, json, { file, list, type }));
    });
  add('sync', 'fetch a list from its source now', syncHelp, lists)
    .argument('<list>', 'name of the list')
    .action(async (list: string, options: { json?: boolean }) => {
      const { listsSync } = await load();
      report(await listsSync(context, options.json ?? false, list));
    });
  add('show', 'one list: settings, entries, what waits, its versions', showHelp, lists)
    .argument('<list>', 'name of the list')
    .action(async (list: string, options: { json?: boolean }) => {
      const { listsShow } = await load();
      report(await listsShow(context, options.json ?? false, list));
    });
  add('regions', 'where pictures of shared albums are matched, and why', regionsHelp, lists).action(
    async (options: { json?: boolean }) => {
      const { listsRegions } = await load();
      report(await listsRegions(context, options.json ?? false));
    },
  );
}

const listsHelp = `
A list is added in shadow: its matches are counted and nothing is held. Two people make it active in the console; no
command line can. Addresses and credentials of sources stand in the file that WELLHOUSE_LIST_SOURCES names:
  [{"connectionId": "ncmec", "source": "ncmec", "url": "https://report.cybertip.org/hashsharing", "username": "…", "password": "…"},
   {"connectionId": "stopncii", "source": "stopncii", "subscriptionKey": "…", "fetchKey": "…", "feedbackKey": "…"},
   {"connectionId": "tx", "source": "threatexchange", "appId": "…", "appSecret": "…", "privacyGroup": "…"},
   {"connectionId": "tat", "source": "tech-against-terrorism", "username": "…", "password": "…"}]
Each takes "everyMinutes" (15). The file is read anew by every sync and nothing of it is stored.`;

const listHelp = `
Examples:
  wellhouse lists list
  wellhouse lists list --json`;

const addHelp = `
The definition:
  {"listId": "own-hashes", "kind": "known", "source": "file", "connectionId": null,
   "settings": {"title": "Our own", "purpose": "Pictures that our team has confirmed", "agreement": "our own",
     "category": "child.csam_known",
     "legalBasis": {"GB": "Online Safety Act 2023, part 3"}, "surfaces": ["shared-album"],
     "radius": 31, "qualityFloor": 50, "minimumSources": 1, "floodLimit": 100}}
"category" is what its entries stand for, a leaf of the taxonomy; lists of NCMEC, StopNCII and Tech Against Terrorism may
leave it out. A region without a legal basis is not covered; DE lies in EU, US-CA in US. "kind": "negative" makes a list of
pictures known to be harmless, which covers every region.`;

const importHelp = `
Each line is "<type> <value>": pdq, md5, sha1, sha256, video_md5 …; others (pdna, text, url) are kept and not matched.
What the list holds and the file does not is withdrawn. A file with a broken line changes nothing; its number is said.
If more than half of the list would go, or the list is active, two people have to agree in the console to this very file;
then import it again.

Examples:
  wellhouse lists import hashes.txt --list own-hashes
  zcat pdq.gz | wellhouse lists import - --list own-hashes --type pdq`;

const syncHelp = `
Workers do this by themselves every quarter of an hour. Exit code 1 when the source does not answer or the list would
lose more than half of its entries.

Example:
  wellhouse lists sync ncmec-industry`;

const showHelp = `
Example:
  wellhouse lists show ncmec-industry --json`;

const regionsHelp = `
A region that is switched off, or that no active list has a legal basis for, is not checked: its pictures are shown
unchecked. In the console one person switches a region off, and two switch it on. The EU is off from the start.

Example:
  wellhouse lists regions`;
