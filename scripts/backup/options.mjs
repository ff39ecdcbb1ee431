// What `npm run backup` and `npm run restore` are asked for.
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Problem } from '../start/problem.mjs';

const PLACES = ['local', 'preview', 'production'];

export const USAGE = `npm run backup -- --env local|preview|production --out FOLDER
npm run restore -- --env local|preview|production --from FOLDER

  --out FOLDER    where the backup is written; must not be there yet, or be empty
  --from FOLDER   a backup; the database it goes into must be empty
  --state FOLDER  for local: the state folder (SEGUE_STATE, or .segue); end Segue first`;

/**
 * @param {string[]} args @param {'out' | 'from'} folderOption @param {{root: string, environment: NodeJS.ProcessEnv, cwd?: string}} world
 * @returns {{env: string, folder: string, state: string} | 'help'} Throws Problem (exit code 2).
 */
export function readBackupOptions(args, folderOption, { root, environment, cwd = process.cwd() }) {
	const text = { type: /** @type {const} */ ('string') };
	let values;
	try {
		({ values } = parseArgs({
			args,
			options: { env: text, [folderOption]: text, state: text, help: { type: 'boolean', short: 'h' } }
		}));
	} catch (thrown) {
		throw new Problem(`${thrown instanceof Error ? thrown.message.split('. ')[0] : thrown}.\n\n${USAGE}`, 2);
	}
	if (values.help) return 'help';
	const env = String(values.env ?? '');
	const folder = values[folderOption];
	if (!PLACES.includes(env))
		throw new Problem(`Say of what: --env ${PLACES.join(', --env ')}.\n\n${USAGE}`, 2);
	if (typeof folder !== 'string' || folder === '')
		throw new Problem(`Say which folder: --${folderOption} FOLDER.\n\n${USAGE}`, 2);
	const state = values.state
		? resolve(cwd, String(values.state))
		: resolve(root, environment.SEGUE_STATE || '.segue');
	return { env, folder: resolve(cwd, folder), state };
}

/** @param {string} folder */
export function requireEmptyFolder(folder) {
	if (existsSync(folder) && readdirSync(folder).length > 0)
		throw new Problem(`${folder} is not empty: a backup needs a folder of its own.`);
}
