// npm run backup: the database of a Segue, table by table, into a folder. docs/operations.md says what else belongs to a backup.
import { createBackupDatabase, ROOT, runBackupCommand } from './backup/command.mjs';
import { dump } from './backup/dump.mjs';
import { readBackupOptions, requireEmptyFolder, USAGE } from './backup/options.mjs';

await runBackupCommand(async () => {
	const options = readBackupOptions(process.argv.slice(2), 'out', { root: ROOT, environment: process.env });
	if (options === 'help') return console.log(USAGE);
	requireEmptyFolder(options.folder);
	const { tables } = await dump({ ...options, database: createBackupDatabase(options), say: console.log });
	console.log(
		`${Object.keys(tables).length} tables are in ${options.folder}. It holds people's data: keep it so.`
	);
});
