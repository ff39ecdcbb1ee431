// The settings and secrets of an environment, from a file. Their values go to wrangler's standard input and nowhere else: no command
// line, no log, no journal. The file is read here and not by wrangler, whose reading of dotenv files puts in variables of this machine.
import { readFileSync, statSync } from 'node:fs';
import { Problem } from '../start/problem.mjs';

/** Every setting of src/lib/server/platform/settings/; a test keeps the two lists alike. */
export const SETTINGS = [
	...['SCHOOL_NAME', 'PUBLIC_ORIGIN', 'SEGUE_DEMO', 'SEGUE_KEY_HASH', 'SEGUE_SECRET', 'STAFF_SECOND_FACTOR'],
	...['ANSWER_PROVIDER', 'EMBEDDING_PROVIDER', 'RERANKING_PROVIDER', 'VECTOR_PROVIDER'],
	...[
		'ANSWER_FALLBACKS',
		'UNSUPPORTED_SENTENCES',
		'OPENAI_BASE_URL',
		'OPENAI_API_KEY',
		'OPENAI_MODEL',
		'WORKERS_AI_MODEL'
	],
	...['SPOKEN_ANSWER_PROVIDER', 'SPOKEN_ANSWER_MODEL'],
	...['EXTRACT_PROVIDER', 'EXTRACT_FALLBACKS', 'EXTRACT_MODEL'],
	...['EMBEDDING_FALLBACKS', 'OPENAI_EMBEDDING_MODEL', 'OPENAI_EMBEDDING_BASE_URL'],
	...['OPENAI_EMBEDDING_API_KEY', 'OPENAI_EMBEDDING_DIMENSIONS'],
	...['RERANKING_FALLBACKS', 'RERANKING_URL', 'RERANKING_MODEL', 'RERANKING_API_KEY', 'SEARCH_MODEL_SECONDS'],
	...['OPENAI_FALLBACK_BASE_URL', 'OPENAI_FALLBACK_API_KEY', 'OPENAI_FALLBACK_MODEL'],
	...['MODEL_CONNECT_SECONDS', 'MODEL_FIRST_TOKEN_SECONDS', 'MODEL_STALL_SECONDS'],
	...['MODEL_FAILURE_THRESHOLD', 'MODEL_RECOVERY_SECONDS'],
	...['MAIL_PROVIDER', 'MAIL_URL', 'MAIL_API_KEY', 'MAIL_FROM'],
	...['ANALYSIS_PROVIDER', 'ANALYSIS_URL', 'ANALYSIS_API_KEY'],
	...['ALLOWED_ORIGINS', 'CHAT_REQUESTS_PER_MINUTE', 'REQUESTS_PER_MINUTE', 'AUTH_REQUESTS_PER_MINUTE'],
	...[
		'JWT_ISSUER',
		'JWT_AUDIENCE',
		'JWT_JWKS_URL',
		'JWT_CLOCK_SKEW_SECONDS',
		'JWT_ROLE_CLAIM',
		'JWT_STAFF_ROLES'
	],
	...['HANDOVER_TOPICS', 'HANDOVER_OFFER_SECONDS', 'HANDOVER_ROUNDS'],
	...['WEB_HOSTS', 'WEB_DNS_URL'],
	...['SUPPORT_HOURS', 'SUPPORT_TIME_ZONE', 'SUPPORT_HOLIDAYS'],
	...['TICKET_WEBHOOK_URL', 'TICKET_WEBHOOK_SECRET'],
	...['R2_ACCOUNT_ID', 'R2_ACCESS_KEY_ID', 'R2_SECRET_ACCESS_KEY', 'R2_BUCKET'],
	...['VOICE_TRANSCRIBERS', 'VOICE_SPEAKERS', 'VOICE_AURA_VOICE'],
	...['VOICE_SPEECH_BASE_URL', 'VOICE_SPEECH_API_KEY', 'VOICE_SPEECH_MODEL', 'VOICE_SPEECH_VOICE'],
	...['DEEPGRAM_API_KEY', 'DEEPGRAM_URL', 'DEEPGRAM_MODEL'],
	...['REALTIME_APP_ID', 'REALTIME_APP_TOKEN', 'REALTIME_URL'],
	...['GUEST_RETENTION_DAYS', 'ACCOUNT_RETENTION_DAYS', 'LOG_LEVEL']
];

/** Without these a deployment does not work; they may also be there already from a deploy before. */
export const NEEDED = ['SEGUE_KEY_HASH', 'SEGUE_SECRET'];

/** Cloudflare's limits: a name is an identifier, a value 5 kB, and a Worker takes 64 variables on its smallest plan. */
const NAME = /^[A-Z][A-Z0-9_]{0,127}$/;
const MOST_BYTES = 5_120;
const MOST_SECRETS = 60;
const FILE_LIMIT_BYTES = 256 * 1024;

/** @typedef {Record<string, string>} Secrets */

/** @param {string} path @param {{known: readonly string[], taken: ReadonlySet<string>}} names @returns {Secrets} Throws Problem; never says a value. */
export function readSecrets(path, { known, taken }) {
	const secrets = parseSecrets(readText(path), path);
	const names = Object.keys(secrets);
	if (names.length > MOST_SECRETS) throw wrong(path, `it has ${names.length} names, and ${MOST_SECRETS} fit`);
	for (const name of names) {
		if (!known.includes(name))
			throw wrong(path, `${shorten(name)} is no setting of Segue (docs/operations.md lists them)`);
		if (taken.has(name))
			throw wrong(path, `${name} also stands in wrangler.toml, and Cloudflare takes a name once: remove one`);
		const value = secrets[name] ?? '';
		if (value === '') throw wrong(path, `${name} is empty: leave it out, or give it a value`);
		if (Buffer.byteLength(value) > MOST_BYTES)
			throw wrong(path, `${name} is longer than ${MOST_BYTES} bytes`);
		if (value.includes('\0')) throw wrong(path, `${name} holds a NUL character`);
	}
	return secrets;
}

function readText(path) {
	try {
		const { size, mode } = statSync(path);
		if (size > FILE_LIMIT_BYTES) throw wrong(path, `it is larger than ${FILE_LIMIT_BYTES / 1024} KB`);
		if (process.platform !== 'win32' && (mode & 0o077) !== 0)
			throw wrong(path, 'others on this machine may read it: chmod 600 it');
		return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
	} catch (thrown) {
		if (thrown instanceof Problem) throw thrown;
		throw new Problem(`The secrets file ${path} cannot be read: give the path of a file that is there.`);
	}
}

/** @param {string} text @param {string} path @returns {Secrets} */
export function parseSecrets(text, path) {
	if (text.trimStart().startsWith('{')) return fromJson(text, path);
	/** @type {Secrets} */
	const found = Object.create(null);
	for (const [index, line] of text.split(/\r?\n/).entries()) {
		if (/^\s*(#|$)/.test(line)) continue;
		const [, name, raw = ''] = /^\s*(?:export\s+)?([^\s=]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
		if (name === undefined) throw wrong(path, `line ${index + 1} is not NAME=value`);
		add(found, name, unquote(raw), path);
	}
	return found;
}

function fromJson(text, path) {
	let read;
	try {
		read = JSON.parse(text);
	} catch {
		throw wrong(path, 'it begins like JSON and is not');
	}
	/** @type {Secrets} */
	const found = Object.create(null);
	for (const [name, value] of Object.entries(read)) {
		if (typeof value !== 'string') throw wrong(path, `${shorten(name)} is not a text`);
		add(found, name, value, path);
	}
	return found;
}

function add(found, name, value, path) {
	if (!NAME.test(name)) throw wrong(path, `${shorten(name)} is not a name of capital letters, digits and _`);
	if (name in found) throw wrong(path, `${name} is there twice`);
	found[name] = value;
}

/** Quotes are taken off; nothing inside is read as anything else. A value without quotes ends before a comment. */
function unquote(raw) {
	const quoted = /^(["'`])(.*)\1\s*(?:#.*)?$/.exec(raw);
	return quoted ? (quoted[2] ?? '') : raw.replace(/(^|\s+)#.*$/, '');
}

/** Control characters and length of what may be anything. */
const shorten = (name) => JSON.stringify(name.slice(0, 40));
const wrong = (path, why) => new Problem(`The secrets file ${path} is not taken: ${why}.`);
