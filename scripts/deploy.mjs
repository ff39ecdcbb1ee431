// npm run deploy: puts this checkout on Cloudflare. docs/operations.md describes it; what happens is in deploy/deploy.mjs.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deploy } from './deploy/deploy.mjs';
import { readDeployOptions, USAGE } from './deploy/options.mjs';
import { SETTINGS } from './deploy/secrets.mjs';
import { spawned } from './deploy/wrangler.mjs';
import { build, needsBuild } from './start/build.mjs';
import { ownNode } from './start/install.mjs';
import { takeLock } from './start/lock.mjs';
import { Problem } from './start/problem.mjs';
import { commandOf, endAllWork, isAlive } from './start/processes.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
/** @type {{release: () => void} | undefined} */
let lock;
/** @type {() => void} */
let stop = () => undefined;

for (const [signal, code] of /** @type {const} */ ([
	['SIGINT', 130],
	['SIGTERM', 143]
]))
	process.on(signal, () => {
		console.error(
			'\nInterrupted. Run the same command again to go on, or with --undo to take back what was done.'
		);
		stop();
		lock?.release();
		void endAllWork().then(() => process.exit(code));
	});

try {
	await main();
} catch (thrown) {
	if (!(thrown instanceof Problem)) throw thrown;
	console.error(thrown.message);
	process.exitCode = thrown.exitCode;
} finally {
	lock?.release();
}

async function main() {
	const options = readDeployOptions(process.argv.slice(2));
	if (options === 'help') return console.log(USAGE);
	const folder = join(resolve(ROOT, process.env.SEGUE_STATE || '.segue'), 'deploy', options.env);
	if (!options.isDryRun) {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		lock = await takeLock(folder, 0, {
			isRunning: isDeployRunning,
			endLeftovers: async () => undefined
		}).catch(() => {
			throw new Problem(`Another deploy to ${options.env} is running on this machine: wait for it to end.`);
		});
	}
	const node = ownNode(ROOT);
	await deploy(options, {
		root: ROOT,
		folder,
		wrangler: spawned(node, join(ROOT, 'node_modules', 'wrangler', 'bin', 'wrangler.js')),
		environment: process.env,
		knownSettings: SETTINGS,
		runChecks: (words) => runChecks(node, words),
		async makeBuild() {
			if (needsBuild(ROOT)) await build({ root: ROOT, logs: folder });
			return join(ROOT, '.svelte-kit', 'cloudflare');
		},
		say: (line) => console.log(line),
		onStart: (end) => (stop = end)
	});
}

function runChecks(node, words) {
	try {
		execFileSync(node, [join(ROOT, 'scripts', 'test.mjs'), ...words], { stdio: 'inherit', cwd: ROOT });
	} catch {
		throw new Problem('The tests do not pass: nothing was deployed.');
	}
}

const isDeployRunning = ({ pid }) => isAlive(pid) && /deploy\.mjs/.test(commandOf(pid));
