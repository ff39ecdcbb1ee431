// Every suite of npm test, what it needs to have run before it, and how its result is counted.
import { join } from 'node:path';
import { countCheck, countPlaywright, countVitest } from './counts.mjs';

/**
 * @typedef {{
 *   name: string, command: string[], after?: string[], alone?: boolean,
 *   report?: string, env?: Record<string, string>,
 *   count: (report: string, exitCode: number) => import('./counts.mjs').Counts
 * }} Suite
 */

/** @param {string} reports folder for the runners' reports @param {string | undefined} chromium @returns {Suite[]} */
export function allSuites(reports, chromium) {
	const check = (name, ...command) => ({
		name,
		command,
		after: ['prepare'],
		count: (_, exitCode) => countCheck(exitCode)
	});
	const vitest = (name, ...projects) => ({
		name,
		command: [
			'vitest',
			'run',
			...projects.flatMap((project) => ['--project', project]),
			'--reporter=default',
			'--reporter=json',
			`--outputFile.json=${join(reports, `${name}.json`)}`
		],
		report: join(reports, `${name}.json`),
		after: ['prepare'],
		// vitest fills both cores by itself.
		alone: true,
		count: countVitest
	});
	const browserReport = join(reports, 'browser.json');
	return [
		{
			name: 'prepare',
			command: ['sh', '-c', 'npm run -s messages && svelte-kit sync'],
			count: (_, exitCode) => countCheck(exitCode)
		},
		check('lint', 'eslint', '.'),
		check('types of the app', 'svelte-check', '--tsconfig', './tsconfig.json', '--output', 'human'),
		check('types of the Worker', 'tsc', '-p', 'worker', '--noEmit'),
		check('types of the scripts', 'tsc', '-p', 'scripts', '--noEmit'),
		check('types of the benchmarks', 'tsc', '-p', 'bench', '--noEmit'),
		check('format', 'prettier', '--check', '--log-level', 'warn', '.'),
		check('dependency rules', 'depcruise', '--config', '.dependency-cruiser.mjs', 'src', 'worker'),
		check('dead code', 'knip'),
		check('package lock', 'node', 'scripts/complete-lock.mjs', '--check'),
		vitest('unit and contract', 'unit', 'runes'),
		vitest('workers', 'workers'),
		{ ...check('build', 'node', 'scripts/test/build.mjs'), alone: true },
		{
			name: chromium ? 'browser' : 'browser suite without a browser',
			command: [
				'playwright',
				'test',
				...(chromium ? [] : ['--project=without-browser']),
				'--reporter=list,json'
			],
			report: browserReport,
			env: { PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport, ...(chromium ? { CHROMIUM_PATH: chromium } : {}) },
			after: ['build'],
			alone: true,
			count: countPlaywright
		}
	];
}
