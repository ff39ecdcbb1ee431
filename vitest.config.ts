// Three kinds of test: `unit` in node, `runes` (*.svelte.test.ts) with Svelte's client runtime, and `workers` inside workerd with the
// companion Worker's own bindings and every migration applied. A test file says by its name where it belongs.
import { fileURLToPath } from 'node:url';
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { analyseInNode } from './scripts/vitest/analyse-in-node.ts';
import { messagesInOne } from './scripts/vitest/messages-in-one.ts';
import { passwordsWorker } from './scripts/vitest/passwords-worker.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
/** A busy machine fails no test by being slow; what hangs still ends. Projects inherit nothing: each says it. */
const patience = { testTimeout: 60_000, hookTimeout: 60_000 };
/**
 * Files of tests share their modules: loading them anew for each took longer than all the tests. So no module keeps what a test has done, and
 * a test that stubs a global or moves the clock puts it back; `--sequence.shuffle.files` shows one that does not.
 */
const isolate = false;
const generated = ['**/node_modules/**', '**/.svelte-kit/**', 'src/lib/paraglide/**'];

const alias = [await messagesInOne()];

export default defineConfig({
	test: {
		// Two cores are the smallest machine the suites are promised to run well on.
		maxWorkers: 2,
		projects: [
			{
				plugins: [svelte()],
				resolve: { alias },
				test: {
					name: 'unit',
					...patience,
					isolate,
					environment: 'node',
					include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
					exclude: [...generated, '**/*.workers.test.ts', '**/*.svelte.test.ts']
				}
			},
			{
				plugins: [svelte()],
				resolve: { alias, conditions: ['browser'] },
				test: {
					name: 'runes',
					...patience,
					isolate,
					environment: 'node',
					include: ['src/**/*.svelte.test.ts'],
					exclude: generated
				}
			},
			{
				plugins: [
					cloudflareTest(async () => ({
						wrangler: { configPath: here('./worker/wrangler.toml') },
						miniflare: {
							workers: [await passwordsWorker()],
							durableObjects: { PASSWORDS: { className: 'PasswordObject', scriptName: 'segue-passwords' } },
							serviceBindings: { ANALYSE_IN_NODE: analyseInNode },
							bindings: {
								TEST_MIGRATIONS: await readD1Migrations(here('./drizzle')),
								SEGUE_DEMO: 'on',
								VOICE_TRANSCRIBERS: 'scripted',
								VOICE_SPEAKERS: 'scripted',
								LOG_LEVEL: 'error'
							}
						}
					}))
				],
				resolve: { alias },
				test: {
					name: 'workers',
					...patience,
					// They share a runtime, too; fresh-stores.ts empties its stores.
					isolate,
					include: ['src/**/*.workers.test.ts', 'worker/**/*.workers.test.ts'],
					exclude: generated,
					setupFiles: [here('./scripts/vitest/fresh-stores.ts')]
				}
			}
		]
	}
});
