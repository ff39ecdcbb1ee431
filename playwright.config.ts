// The browser suite runs against the real product, started as a user starts it, on a free port and with a state folder of its own.
// `without-browser` holds what needs none: the API over HTTP, and the command line. Chromium is the machine's own.
import { cpSync, existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig, devices } from '@playwright/test';
import { findChromium } from './scripts/test/browser.mjs';
import { freePort } from './e2e/free-port.ts';

// Every worker reads this file again; the first one, which starts the product, decides.
process.env.SEGUE_E2E_PORT ??= String(await freePort());
const port = process.env.SEGUE_E2E_PORT;
const isFirst = process.env.SEGUE_E2E_STATE === undefined;
process.env.SEGUE_E2E_STATE ??= join(tmpdir(), `segue-e2e-${port}`);
const state = process.env.SEGUE_E2E_STATE;
// Where tests find the administrator's key, whatever the developer's own state folder is.
process.env.SEGUE_STATE = state;
if (isFirst)
	process.on('exit', (code) => {
		// What the product said is kept where something failed.
		const logs = join(state, 'logs');
		if (code !== 0 && existsSync(logs)) cpSync(logs, 'test-results/product-logs', { recursive: true });
		rmSync(state, { recursive: true, force: true });
	});

const chromium = findChromium();
/**
 * Each window's address bar has two pop-ups that are pages themselves, and cost more than a small page of ours. Of two such lists Chromium
 * takes the last: what Playwright turns off comes again.
 */
const TURNED_OFF = [
	...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'],
	...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'PaintHolding'],
	...['HttpsUpgrades', 'HttpsFirstBalancedModeAutoEnable', 'ThirdPartyStoragePartitioning'],
	...['AvoidCorsURLLoaderRestartOnRedirect', 'LensOverlay', 'MediaRouter', 'AimEnabled'],
	...['OptimizationHints', 'NetworkTimeServiceQuerying', 'PreconnectToSearch']
];
const WITHOUT_BROWSER = ['**/*.cli.spec.ts', '**/api/*.spec.ts'];

export default defineConfig({
	testDir: 'e2e',
	outputDir: 'test-results/browser',
	// Two share the product, file by file: what one test changes must not be what another relies on.
	workers: 2,
	retries: 0,
	forbidOnly: Boolean(process.env.CI),
	timeout: 30_000,
	expect: { timeout: 10_000 },
	use: {
		baseURL: `http://localhost:${port}`,
		// Pictures and copies of every page cost a fifth of the time; `--trace on` has them for a test that failed.
		trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false },
		locale: 'en-GB'
	},
	projects: [
		{ name: 'without-browser', testMatch: WITHOUT_BROWSER },
		{
			name: 'browser',
			testMatch: '**/*.spec.ts',
			testIgnore: WITHOUT_BROWSER,
			use: {
				...devices['Desktop Chrome'],
				launchOptions: {
					...(chromium ? { executablePath: chromium } : {}),
					args: ['--no-sandbox', `--disable-features=${TURNED_OFF.join(',')}`]
				}
			}
		}
	],
	webServer: {
		command: 'node scripts/start.mjs',
		env: {
			PORT: port,
			SEGUE_STATE: state,
			SEGUE_DEMO: 'on',
			// The whole suite comes from one address.
			CHAT_REQUESTS_PER_MINUTE: '10000',
			REQUESTS_PER_MINUTE: '100000',
			AUTH_REQUESTS_PER_MINUTE: '1000'
		},
		wait: { stdout: /Segue is ready on/ },
		timeout: 180_000,
		stdout: 'ignore',
		stderr: 'pipe',
		// Segue ends its own processes when it is asked to; killed, it could not.
		gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 }
	}
});
