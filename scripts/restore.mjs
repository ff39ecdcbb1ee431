// npm run restore: a backup into an empty database. docs/operations.md says when, and what else is to be done.
import { createBackupDatabase, ROOT, runBackupCommand } from './backup/command.mjs';
import { load } from './backup/load.mjs';
import { readBackupOptions, USAGE } from './backup/options.mjs';
import { checkStateFolder } from './start/checks.mjs';
import { isMigrated, migrate } from './start/migrations.mjs';
import { join } from 'node:path';

await runBackupCommand(async () => {
	const options = readBackupOptions(process.argv.slice(2), 'from', { root: ROOT, environment: process.env });
	if (options === 'help') return console.log(USAGE);
	const { env, state } = options;
	if (env === 'local') {
		checkStateFolder(state);
		if (!(await isMigrated({ root: ROOT, state })))
			await migrate({ root: ROOT, state, logs: join(state, 'logs') });
	}
	await load({ ...options, database: createBackupDatabase(options), say: console.log });
	console.log('Restored.');
});
