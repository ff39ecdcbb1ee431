// npm run verify: the proofs that take longer than npm test may. Each prints its own result; all are run, whatever failed before.
//   npm run verify -- kill     only those whose name contains one of the words
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ownNode } from './start/install.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/** Every one ends with exit code 0 only when what it proves holds. */
const PROOFS = [
	{ name: 'tests', command: ['scripts/test.mjs'] },
	{
		name: 'lint of components',
		command: ['node_modules/eslint/bin/eslint.js', 'src/**/*.svelte'],
		env: { LINT_COMPONENT_TYPES: 'on' }
	},
	{ name: 'fuzz', command: ['--experimental-transform-types', '--no-warnings', 'bench/text-fuzz.ts', '120'] },
	{ name: 'kill', command: ['bench/run.mjs', 'kill', '--rounds', '500'] },
	{ name: 'calls', command: ['bench/run.mjs', 'kill-calls', '--rounds', '40'] },
	{
		name: 'floor',
		command: ['--experimental-transform-types', '--no-warnings', 'bench/floor-fence.ts', '100000']
	},
	{ name: 'first-token', command: ['bench/run.mjs', 'first-token'] },
	{ name: 'page', command: ['bench/run.mjs', 'page'] }
];

const words = process.argv.slice(2);
const chosen = PROOFS.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
const results = [];
for (const { name, command, env = {} } of chosen) {
	console.log(`\n── ${name}`);
	const since = Date.now();
	const child = spawn(ownNode(ROOT), command, {
		cwd: ROOT,
		stdio: 'inherit',
		env: { ...process.env, ...env, PATH: `${join(ROOT, 'node_modules', '.bin')}:${process.env.PATH ?? ''}` }
	});
	const code = await new Promise((resolve) => {
		child.once('error', () => resolve(127));
		child.once('close', resolve);
	});
	results.push({ name, isGood: code === 0, seconds: Math.round((Date.now() - since) / 1000) });
}
console.log('');
for (const { name, isGood, seconds } of results)
	console.log(`${isGood ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
console.log(
	`${results.filter(({ isGood }) => isGood).length} passed, ${results.filter(({ isGood }) => !isGood).length} failed`
);
process.exitCode = results.every(({ isGood }) => isGood) ? 0 : 1;
