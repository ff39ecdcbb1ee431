// What `npm run deploy` is asked for. Everything wrong with the words themselves is said before anything is done.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Problem } from '../start/problem.mjs';

export const ENVIRONMENTS = /** @type {const} */ (['preview', 'production']);

export const USAGE = `npm run deploy -- --env preview|production [options]

  --dry-run         print the plan; needs neither network nor account
  --secrets FILE    settings and secrets of this environment (NAME=value lines or one JSON object)
  --skip-checks     do not ask for a clean tree and do not run the tests
  --checks WORDS    only the suites whose name contains one of the words (comma-separated)
  --build DIR       deploy this build instead of making one
  --patience N      seconds the smoke check waits for the new address to answer (60)
  --undo            take back a deploy that was interrupted or failed
  --forward         go on after a deploy that could not be undone, leaving what it left

SEGUE_KEY, when it is set, is an API key of that environment: the smoke check then also asks a question.
CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID say who deploys, or \`npx wrangler login\` does.`;

/**
 * @typedef {(typeof ENVIRONMENTS)[number]} Environment
 * @typedef {{
 *   env: Environment, isDryRun: boolean, secretsFile?: string, hasChecks: boolean, checks: string[], buildFolder?: string,
 *   patienceMs: number, isUndo: boolean, isForward: boolean
 * }} DeployOptions
 */

/** @param {string[]} args @param {string} [cwd] @returns {DeployOptions | 'help'} Throws Problem (exit code 2). */
export function readDeployOptions(args, cwd = process.cwd()) {
	const values = parse(args);
	if (values.help === true) return 'help';
	const env = ENVIRONMENTS.find((name) => name === values.env);
	if (env === undefined)
		throw new Problem(`Say where to deploy: --env preview or --env production.\n\n${USAGE}`, 2);
	if (values.undo && values.forward)
		throw new Problem('--undo and --forward are opposites: give one of them.', 2);
	const seconds = Number(values.patience ?? '60');
	if (!Number.isFinite(seconds) || seconds < 0 || seconds > 900)
		throw new Problem(`--patience is "${values.patience}": give seconds, 0 to 900.`, 2);
	return {
		env,
		isDryRun: values['dry-run'] === true,
		...(values.secrets === undefined ? {} : { secretsFile: resolve(cwd, values.secrets) }),
		hasChecks: values['skip-checks'] !== true,
		checks: (values.checks ?? '')
			.split(',')
			.map((word) => word.trim())
			.filter(Boolean),
		...(values.build === undefined ? {} : { buildFolder: resolve(cwd, values.build) }),
		patienceMs: seconds * 1000,
		isUndo: values.undo === true,
		isForward: values.forward === true
	};
}

function parse(args) {
	try {
		return parseArgs({
			args,
			options: {
				env: { type: 'string' },
				'dry-run': { type: 'boolean' },
				secrets: { type: 'string' },
				'skip-checks': { type: 'boolean' },
				checks: { type: 'string' },
				build: { type: 'string' },
				patience: { type: 'string' },
				undo: { type: 'boolean' },
				forward: { type: 'boolean' },
				help: { type: 'boolean', short: 'h' }
			}
		}).values;
	} catch (thrown) {
		const why = thrown instanceof Error ? thrown.message.split('. ')[0] : String(thrown);
		throw new Problem(`${why}.\n\n${USAGE}`, 2);
	}
}
