// npm test: every suite, to the end, whatever failed before. The last line is `N passed, N failed` over all of them: real cases of the
// runners, and one for each check that has no cases. Two at a time, except for those that fill two cores by themselves.
//   node scripts/test.mjs [NAME…]   only the suites whose name contains one of the words, and what they need
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install, needsInstall, ownNode } from './start/install.mjs';
import { Problem } from './start/problem.mjs';
import { endGroup } from './start/processes.mjs';
import { findChromium, installChromium } from './test/browser.mjs';
import { allSuites } from './test/suites.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
const REPORTS = join(ROOT, 'test-results', 'reports');
const AT_ONCE = 2;
const TAIL_LINES = { passed: 3, failed: 60 };

/** @type {Set<number>} */
const running = new Set();
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
	process.on(
		signal,
		() => void Promise.all([...running].map((leader) => endGroup(leader))).then(() => process.exit(130))
	);
}

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (thrown) {
	console.error(thrown instanceof Problem ? thrown.message : thrown);
	console.log('0 passed, 1 failed');
	process.exitCode = 1;
}

/** @param {string[]} words */
async function main(words) {
	rmSync(REPORTS, { recursive: true, force: true });
	mkdirSync(REPORTS, { recursive: true });
	if (needsInstall(ROOT)) {
		console.log('Installing packages…');
		await install({ root: ROOT, log: join(REPORTS, 'install.log') });
	}
	const refusal = findChromium() ? undefined : installChromium();
	const suites = chosen(allSuites(REPORTS, findChromium()), words);
	const total = { passed: 0, failed: 0 };
	const startedAt = Date.now();

	await schedule(suites, async (suite) => {
		const { counts, output, seconds } = await runSuite(suite);
		total.passed += counts.passed;
		total.failed += counts.failed;
		const isGood = counts.failed === 0;
		console.log(
			`\n${isGood ? 'ok  ' : 'FAIL'} ${suite.name}: ${counts.passed} passed, ${counts.failed} failed (${seconds.toFixed(1)} s)`
		);
		const tail = output
			.trimEnd()
			.split('\n')
			.slice(-(isGood ? TAIL_LINES.passed : TAIL_LINES.failed));
		if (output.trim()) console.log(tail.map((line) => `    ${line}`).join('\n'));
	});

	if (refusal) console.log(`\nbrowser: skipped: ${refusal}`);
	console.log(`\nin ${((Date.now() - startedAt) / 1000).toFixed(0)} s`);
	console.log(`${total.passed} passed, ${total.failed} failed`);
	return total.failed === 0 ? 0 : 1;
}

/** @param {import('./test/suites.mjs').Suite[]} suites @param {string[]} words */
function chosen(suites, words) {
	if (words.length === 0) return suites;
	const wanted = new Set(
		suites.filter(({ name }) => words.some((word) => name.includes(word))).map(({ name }) => name)
	);
	for (const { name, after = [] } of [...suites].reverse())
		if (wanted.has(name)) for (const needed of after) wanted.add(needed);
	return suites.filter(({ name }) => wanted.has(name));
}

/**
 * Two suites at a time, in their order; one that is `alone` has the machine to itself, and each waits for those it comes `after`.
 * @param {import('./test/suites.mjs').Suite[]} suites
 * @param {(suite: import('./test/suites.mjs').Suite) => Promise<void>} work
 */
async function schedule(suites, work) {
	const waiting = [...suites];
	const names = new Set(suites.map(({ name }) => name));
	/** @type {Set<string>} */
	const done = new Set();
	/** @type {Map<string, Promise<void>>} */
	const active = new Map();
	let isAlone = false;
	while (waiting.length > 0 || active.size > 0) {
		const index = waiting.findIndex(
			({ after = [], alone = false }) =>
				after.every((name) => done.has(name) || !names.has(name)) &&
				!isAlone &&
				active.size < (alone ? 1 : AT_ONCE)
		);
		const [suite] = index >= 0 ? waiting.splice(index, 1) : [];
		if (!suite) {
			await Promise.race(active.values());
			continue;
		}
		isAlone = suite.alone === true;
		active.set(
			suite.name,
			work(suite).finally(() => {
				done.add(suite.name);
				active.delete(suite.name);
				if (suite.alone) isAlone = false;
			})
		);
	}
}

/** @param {import('./test/suites.mjs').Suite} suite */
async function runSuite({ command, env, report, count }) {
	const [program = '', ...args] = command;
	const bin = join(ROOT, 'node_modules', '.bin');
	const since = Date.now();
	const child = spawn(program === 'node' ? ownNode(ROOT) : program, args, {
		cwd: ROOT,
		env: {
			...process.env,
			PATH: `${bin}:${process.env.PATH ?? ''}`,
			NO_COLOR: '1',
			FORCE_COLOR: '0',
			...env
		},
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe']
	});
	if (child.pid !== undefined) running.add(child.pid);
	let output = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
	const exitCode = await new Promise((resolve) => {
		child.once('error', () => resolve(127));
		child.once('close', (code) => resolve(code ?? 1));
	});
	if (child.pid !== undefined) running.delete(child.pid);
	return { counts: count(readOr(report), exitCode), output, seconds: (Date.now() - since) / 1000 };
}

function readOr(path) {
	try {
		return path ? readFileSync(path, 'utf8') : '';
	} catch {
		return '';
	}
}
