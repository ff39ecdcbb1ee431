// npm start: from a fresh clone to a running Segue. Needs nothing but Node 18 and npm: what it imports before the packages are there
// is Node's own. --dev builds again whenever a source changes.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureAdminKey, hashKey } from './start/admin-key.mjs';
import { build, needsBuild } from './start/build.mjs';
import { bundle, BUNDLES } from './start/bundles.mjs';
import { checkDisk, checkNode, checkPort, checkStateFolder } from './start/checks.mjs';
import { install, needsInstall } from './start/install.mjs';
import { takeLock } from './start/lock.mjs';
import { isMigrated, migrate } from './start/migrations.mjs';
import { readOptions } from './start/options.mjs';
import { Problem } from './start/problem.mjs';
import { endAllWork } from './start/processes.mjs';
import { rebuildOnChange } from './start/rebuild.mjs';
import { ensureSecret } from './start/secret.mjs';
import { isSeeded, seed } from './start/seed.mjs';
import { startServer } from './start/server.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/** Undone in reverse order, whatever ends us. @type {(() => unknown)[]} */
const undo = [];
let isEnding = false;

for (const [signal, code] of /** @type {const} */ ([
	['SIGINT', 130],
	['SIGTERM', 143],
	['SIGHUP', 129]
])) {
	process.on(signal, () => void end(code));
}
// npm may be killed without a word to us (kill -9, or a shell in between that dies alone): then nobody is left to end this for.
const parent = process.ppid;
if (process.env.npm_lifecycle_event !== undefined) {
	setInterval(() => process.ppid !== parent && void end(143), 1_000).unref();
}
// A closed terminal or pipe must not keep the processes below alive.
process.stdout.on('error', () => void end(0));

try {
	await main();
} catch (thrown) {
	if (!isEnding) {
		console.error(thrown instanceof Problem ? thrown.message : thrown);
		await end(thrown instanceof Problem ? thrown.exitCode : 1);
	}
}

async function end(code) {
	if (isEnding) return;
	isEnding = true;
	await endAllWork();
	for (const step of undo.reverse()) await step();
	process.exit(code);
}

async function main() {
	checkNode(process.versions.node);
	const options = readOptions(process.env, process.argv.slice(2), ROOT);
	const { root, state, port } = options;
	checkStateFolder(state);
	const lock = await takeLock(state, port);
	undo.push(() => lock.release());
	await checkPort(port);
	const logs = join(state, 'logs');

	const installs = needsInstall(root);
	checkDisk({ root, state, installs });
	if (installs) await step('Installing packages', () => install({ root, log: join(logs, 'install.log') }));
	if (needsBuild(root)) await step('Building', () => build({ root, logs }));
	if (!options.dev && needsBuild(root, BUNDLES)) await step('Bundling', () => bundle({ root, logs }));
	if (!(await isMigrated({ root, state })))
		await step('Preparing the database', () => migrate({ root, state, logs }));

	const key = ensureAdminKey(state);
	const server = startServer({
		...options,
		settings: {
			...options.settings,
			SEGUE_DEMO: options.demo ? 'on' : 'off',
			SEGUE_KEY_HASH: hashKey(key),
			SEGUE_SECRET: options.settings.SEGUE_SECRET ?? ensureSecret(state)
		}
	});
	undo.push(() => server.stop());
	lock.note(server.pids);
	let isReady = false;
	void server.ended.then(async ({ code, log, lastWords }) => {
		if (isEnding) return;
		console.error(`The server ended by itself (exit code ${code ?? 'none'}): its words are in ${log}.`);
		// Its state folder may be gone before anybody looks, and why it does not start is what one wants to know.
		if (!isReady) console.error(lastWords);
		await end(1);
	});
	await step('Starting', () => server.ready());
	isReady = true;
	const url = `http://localhost:${port}`;
	if (options.demo && !isSeeded(root, state)) {
		await step('Filling the demo school', (say) => seed({ root, state, url, key, say })).catch(
			goOnWithoutDemo
		);
	}
	if (options.dev) undo.push(rebuildOnChange({ root, logs }));
	console.log(`Segue is ready on ${url}`);
}

/** A demo that is not whole is no reason to withhold the product; the next start goes on with it. */
function goOnWithoutDemo(thrown) {
	if (!(thrown instanceof Problem)) throw thrown;
	console.error(
		`${thrown.message}\nSegue goes on without the rest of the demo, and tries again at the next start.`
	);
}

/**
 * Says what is being done, and how long it took when that was long.
 * @template T
 * @param {string} label @param {(say: (text: string) => void) => Promise<T>} work @returns {Promise<T>}
 */
async function step(label, work) {
	const since = Date.now();
	const { isTTY } = process.stdout;
	if (isTTY) process.stdout.write(`${label}…`);
	const result = await work((text) => isTTY && process.stdout.write(`\r\x1b[K${label}… ${text}`));
	const seconds = ((Date.now() - since) / 1000).toFixed(1);
	process.stdout.write(`${isTTY ? '\r\x1b[K' : ''}${label} took ${seconds} s\n`);
	return result;
}
