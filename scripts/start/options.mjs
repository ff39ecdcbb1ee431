// What the start is asked for: PORT, SEGUE_STATE, SEGUE_DEMO, the settings handed on to the app and the Worker, and --dev.
import { readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { Problem } from './problem.mjs';

export const DEFAULT_PORT = 8788;
/** The invented school of demo/. */
const DEMO_SCHOOL = 'Ottermere School of Music';

/** Settings of src/lib/server/platform/settings/ that the environment may set; a test keeps the two lists alike. */
export const PASSED_ON = [
	'SCHOOL_NAME',
	'SEGUE_SECRET',
	'STAFF_SECOND_FACTOR',
	'ANSWER_PROVIDER',
	'ANSWER_FALLBACKS',
	'UNSUPPORTED_SENTENCES',
	'MODEL_CONNECT_SECONDS',
	'MODEL_FIRST_TOKEN_SECONDS',
	'MODEL_STALL_SECONDS',
	'MODEL_FAILURE_THRESHOLD',
	'MODEL_RECOVERY_SECONDS',
	'EXTRACT_PROVIDER',
	'EXTRACT_FALLBACKS',
	'EXTRACT_MODEL',
	'EMBEDDING_PROVIDER',
	'EMBEDDING_FALLBACKS',
	'OPENAI_EMBEDDING_MODEL',
	'OPENAI_EMBEDDING_BASE_URL',
	'OPENAI_EMBEDDING_API_KEY',
	'OPENAI_EMBEDDING_DIMENSIONS',
	'RERANKING_PROVIDER',
	'RERANKING_FALLBACKS',
	'RERANKING_URL',
	'RERANKING_MODEL',
	'RERANKING_API_KEY',
	'SEARCH_MODEL_SECONDS',
	'VECTOR_PROVIDER',
	'OPENAI_BASE_URL',
	'OPENAI_API_KEY',
	'OPENAI_MODEL',
	'OPENAI_FALLBACK_BASE_URL',
	'OPENAI_FALLBACK_API_KEY',
	'OPENAI_FALLBACK_MODEL',
	'WORKERS_AI_MODEL',
	'SPOKEN_ANSWER_PROVIDER',
	'SPOKEN_ANSWER_MODEL',
	'ALLOWED_ORIGINS',
	'CHAT_REQUESTS_PER_MINUTE',
	'REQUESTS_PER_MINUTE',
	'AUTH_REQUESTS_PER_MINUTE',
	'PUBLIC_ORIGIN',
	'MAIL_PROVIDER',
	'MAIL_URL',
	'MAIL_API_KEY',
	'MAIL_FROM',
	'GUEST_RETENTION_DAYS',
	'ACCOUNT_RETENTION_DAYS',
	'JWT_ISSUER',
	'JWT_AUDIENCE',
	'JWT_JWKS_URL',
	'JWT_CLOCK_SKEW_SECONDS',
	'JWT_ROLE_CLAIM',
	'JWT_STAFF_ROLES',
	'HANDOVER_TOPICS',
	'HANDOVER_OFFER_SECONDS',
	'HANDOVER_ROUNDS',
	'WEB_HOSTS',
	'WEB_DNS_URL',
	'SUPPORT_HOURS',
	'SUPPORT_TIME_ZONE',
	'SUPPORT_HOLIDAYS',
	'TICKET_WEBHOOK_URL',
	'TICKET_WEBHOOK_SECRET',
	'ANALYSIS_PROVIDER',
	'ANALYSIS_URL',
	'ANALYSIS_API_KEY',
	'R2_ACCOUNT_ID',
	'R2_ACCESS_KEY_ID',
	'R2_SECRET_ACCESS_KEY',
	'R2_BUCKET',
	'VOICE_TRANSCRIBERS',
	'VOICE_SPEAKERS',
	'VOICE_AURA_VOICE',
	'VOICE_SPEECH_BASE_URL',
	'VOICE_SPEECH_API_KEY',
	'VOICE_SPEECH_MODEL',
	'VOICE_SPEECH_VOICE',
	'DEEPGRAM_API_KEY',
	'DEEPGRAM_URL',
	'DEEPGRAM_MODEL',
	'REALTIME_APP_ID',
	'REALTIME_APP_TOKEN',
	'REALTIME_URL',
	'LOG_LEVEL'
];

/**
 * @typedef {{root: string, port: number, state: string, demo: boolean, dev: boolean, settings: Record<string, string>}} Options
 * `state` is absolute; `settings` are the strings that reach the app and the Worker.
 */

/**
 * @param {Record<string, string | undefined>} environment
 * @param {string[]} args
 * @param {string} root the checkout
 * @returns {Options} Throws Problem for what cannot be meant.
 */
export function readOptions(environment, args, root) {
	const unknown = args.filter((arg) => arg !== '--dev');
	if (unknown.length > 0) {
		throw new Problem(
			`Segue does not know the option ${unknown[0]}; set PORT, SEGUE_STATE or SEGUE_DEMO instead.`
		);
	}
	const state = environment.SEGUE_STATE || '.segue';
	const demo = readSwitch('SEGUE_DEMO', environment.SEGUE_DEMO, true);
	return {
		root,
		port: readPort(environment.PORT),
		state: isAbsolute(state) ? state : resolve(root, state),
		demo,
		dev: args.includes('--dev'),
		settings: {
			...(demo ? { SCHOOL_NAME: DEMO_SCHOOL } : {}),
			...readDevVars(join(root, '.dev.vars')),
			...pick(environment, PASSED_ON)
		}
	};
}

function readPort(text) {
	if (!text) return DEFAULT_PORT;
	const port = Number(text);
	if (/^\d+$/.test(text) && port >= 1 && port <= 65535) return port;
	throw new Problem(`PORT is "${text}", which is not a port: give a number from 1 to 65535.`);
}

function readSwitch(name, text, otherwise) {
	if (!text) return otherwise;
	if (['on', 'true', '1', 'yes'].includes(text.toLowerCase())) return true;
	if (['off', 'false', '0', 'no'].includes(text.toLowerCase())) return false;
	throw new Problem(`${name} is "${text}": give on or off.`);
}

function pick(environment, names) {
	/** @type {Record<string, string>} */
	const found = {};
	for (const name of names) {
		const value = environment[name];
		if (value) found[name] = value;
	}
	return found;
}

/** KEY=VALUE lines, quotes taken off, # comments skipped: wrangler's own format. No file, no settings. */
export function readDevVars(path) {
	let text;
	try {
		text = readFileSync(path, 'utf8');
	} catch {
		return {};
	}
	/** @type {Record<string, string>} */
	const found = {};
	for (const line of text.split(/\r?\n/)) {
		const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line);
		if (!match) continue;
		const [, name = '', raw = ''] = match;
		const quoted = /^(["'`])(.*)\1$/.exec(raw);
		found[name] = quoted ? (quoted[2] ?? '') : raw.replace(/\s+#.*$/, '');
	}
	return found;
}
