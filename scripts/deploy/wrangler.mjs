// The port to Cloudflare: wrangler as a program, called with arguments, its words kept in a log without the secrets. What it fails with
// is told in one sentence that says what to do.
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../start/problem.mjs';

const FROM_OUTSIDE =
	/^(PATH|HOME|USER|LANG|LC_ALL|TZ|TMPDIR|TEMP|TMP|SystemRoot|APPDATA|XDG_CONFIG_HOME|NODE_EXTRA_CA_CERTS|(https?|no|all)_proxy|CLOUDFLARE_(API_TOKEN|API_KEY|EMAIL|ACCOUNT_ID|API_BASE_URL))$/i;

/** In this order: the first that fits is what is said. @type {[RegExp, (words: string) => string][]} */
const REASONS = [
	[
		/necessary to set a CLOUDFLARE_API_TOKEN|not authenticated|not logged in|wrangler login/i,
		() =>
			'nobody is signed in to Cloudflare: run npx wrangler login, or set CLOUDFLARE_API_TOKEN (docs/operations.md says what it must be allowed)'
	],
	[
		/Authentication error|Invalid API Token|Unauthorized|\[code: (10000|10001|9109|9106)\]|permission/i,
		() =>
			'the account refuses this sign-in: the token is wrong, has expired or lacks a permission (docs/operations.md lists them)'
	],
	[
		/fetch failed|connectivity issue|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|socket hang up/i,
		() => 'Cloudflare cannot be reached: check the network (and HTTPS_PROXY), then run the same command again'
	],
	[
		/already exists|already taken|\[code: (7502|10014|8000002|10004)\]/i,
		(words) => `a name is taken by something else: ${words}`
	],
	[
		/limit|quota|exceeded|upgrade|\[code: (10037|7406|10033)\]/i,
		(words) => `the account has reached a limit: ${words}`
	]
];

export class WranglerFailure extends Problem {
	/** @param {string} what @param {string} output @param {string} log */
	constructor(what, output, log) {
		const words = lastError(output);
		const reason = REASONS.find(([pattern]) => pattern.test(output))?.[1](words) ?? words;
		super(`${what}: ${reason} (all of wrangler’s words: ${log}).`);
		this.output = output;
	}
}

/** The error wrangler named last, without its colours and frames; or its last line. */
function lastError(output) {
	const lines = output
		// eslint-disable-next-line no-control-regex
		.replace(/\x1b\[[0-9;]*m/g, '')
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '' && !/Logs were written|think this is a bug/.test(line));
	const named =
		lines.filter((line) => /\[ERROR\]/.test(line)).at(-1) ?? lines.at(-1) ?? 'it ended without a word';
	return named.replace(/^.*\[ERROR\]\s*/, '').slice(0, 400);
}

/**
 * @typedef {{
 *   run: (what: string, args: string[], options?: {cwd?: string, stdin?: string, outputFile?: string}) => Promise<string>,
 *   json: (what: string, args: string[], options?: {cwd?: string}) => Promise<any>,
 *   stop: () => void
 * }} Wrangler
 */

/**
 * @typedef {{code: number, stdout: string, stderr: string}} Answer
 * @typedef {(args: string[], options: {cwd: string, env: NodeJS.ProcessEnv, stdin?: string}) => {answer: Promise<Answer>, stop: () => void}} Program
 */

/** A program that is spawned for each call. @param {...string} command and what stands before the arguments @returns {Program} */
export const spawned =
	(...command) =>
	(args, { cwd, env, stdin }) => {
		const [name = '', ...before] = command;
		const child = spawn(name, [...before, ...args], {
			cwd,
			env,
			stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe']
		});
		const answer = new Promise((done) => {
			let stdout = '';
			let stderr = '';
			child.stdout?.on('data', (data) => (stdout += data));
			child.stderr?.on('data', (data) => (stderr += data));
			// One that ends without reading what it was given.
			child.stdin?.on('error', () => undefined);
			child.stdin?.end(stdin);
			child.once('error', (thrown) => done({ code: 127, stdout, stderr: stderr + thrown.message }));
			child.once('close', (code) => done({ code: code ?? 1, stdout, stderr }));
		});
		return { answer, stop: () => void child.kill('SIGTERM') };
	};

/**
 * @param {{
 *   program: Program, cwd: string, log: string, environment: NodeJS.ProcessEnv, secrets: Record<string, string>, keepsOutput?: boolean
 * }} order
 * `keepsOutput`: false where answers hold people's data, which belong in no log.
 * @returns {Wrangler}
 */
export function createWrangler({ program, cwd, log, environment, secrets, keepsOutput = true }) {
	/** @type {ReturnType<Program> | undefined} */
	let running;
	let isStopped = false;
	const conceal = (text) =>
		Object.values(secrets)
			.filter((value) => value.length > 3)
			.reduce((rest, value) => rest.replaceAll(value, '[secret]'), text);

	async function run(what, args, options = {}) {
		const env = wranglerEnvironment(environment, log, options.outputFile);
		running = program(args, { cwd: options.cwd ?? cwd, env, stdin: options.stdin });
		const { code, stdout, stderr } = await running.answer;
		running = undefined;
		// We are being ended: what would go on from here must not.
		if (isStopped) await new Promise(() => undefined);
		const words = keepsOutput || code !== 0 ? stdout + stderr : '';
		appendFileSync(log, conceal(`\n$ wrangler ${args.join(' ')}\n${words}[ended with ${code}]\n`), {
			mode: 0o600
		});
		if (code !== 0) throw new WranglerFailure(what, conceal(`${stdout}\n${stderr}`), log);
		return stdout;
	}

	return {
		run,
		async json(what, args, options) {
			const output = await run(what, args, options);
			// Warnings may stand before it.
			const start = output.search(/^[[{]/m);
			try {
				return JSON.parse(output.slice(start));
			} catch {
				throw new WranglerFailure(what, `wrangler’s answer is not the JSON it was asked for`, log);
			}
		},
		stop() {
			isStopped = true;
			running?.stop();
		}
	};
}

function wranglerEnvironment(environment, log, outputFile) {
	return {
		...Object.fromEntries(Object.entries(environment).filter(([name]) => FROM_OUTSIDE.test(name))),
		// No questions, and nothing written into configuration files.
		CI: 'true',
		NO_COLOR: '1',
		FORCE_COLOR: '0',
		WRANGLER_SEND_METRICS: 'false',
		WRANGLER_SEND_ERROR_REPORTS: 'false',
		WRANGLER_HIDE_BANNER: 'true',
		WRANGLER_LOG_PATH: join(log, '..', 'wrangler-logs'),
		WRANGLER_CACHE_DIR: join(log, '..', 'cache'),
		...(outputFile === undefined ? {} : { WRANGLER_OUTPUT_FILE_PATH: outputFile })
	};
}
