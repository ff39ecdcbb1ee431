// What wrangler gets to see. It hands its whole environment on to the app and the Worker as variables, so it gets a short one: what a
// program needs to run, what keeps wrangler quiet and offline, and Segue's settings.
import { delimiter, join } from 'node:path';

const FROM_OUTSIDE = [
	'HOME',
	'USER',
	'LANG',
	'LC_ALL',
	'TZ',
	'TMPDIR',
	'TEMP',
	'TMP',
	'SystemRoot',
	'NODE_EXTRA_CA_CERTS'
];

/** @param {{root: string, state: string, settings: Record<string, string>}} options @returns {NodeJS.ProcessEnv} */
export function wranglerEnvironment({ root, state, settings }) {
	/** @type {NodeJS.ProcessEnv} */
	const env = {};
	for (const name of FROM_OUTSIDE) if (process.env[name] !== undefined) env[name] = process.env[name];
	return {
		...env,
		PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
		NO_COLOR: '1',
		DO_NOT_TRACK: '1',
		WRANGLER_SEND_METRICS: 'false',
		WRANGLER_SEND_ERROR_REPORTS: 'false',
		WRANGLER_HIDE_BANNER: 'true',
		WRANGLER_LOG_PATH: join(state, 'logs', 'wrangler'),
		// Two Segues on one machine must not find each other's objects.
		WRANGLER_REGISTRY_PATH: join(state, 'registry'),
		WRANGLER_CACHE_DIR: join(state, 'cache'),
		CLOUDFLARE_CF_FETCH_ENABLED: 'false',
		X_LOCAL_EXPLORER: 'false',
		X_LOCAL_OBSERVABILITY: 'false',
		// The one way for a variable to reach the app and the companion Worker alike without a file in the checkout.
		CLOUDFLARE_INCLUDE_PROCESS_ENV: 'true',
		...settings
	};
}
