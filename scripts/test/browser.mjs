// Finds the Chromium that is on the machine; Playwright's own download is never used. On Debian as root a missing one is installed.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findProgram } from '../start/checks.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const PLACES = [
	'/usr/bin/chromium',
	'/usr/lib/chromium/chromium',
	'/snap/bin/chromium',
	'/opt/google/chrome/chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
];

/** @param {Record<string, string | undefined>} environment @returns {string | undefined} */
export function findChromium(environment = process.env) {
	if (environment.CHROMIUM_PATH) return environment.CHROMIUM_PATH;
	const installed = NAMES.map((name) => findProgram(name, environment.PATH ?? '')).find(Boolean);
	return installed ?? PLACES.find((path) => existsSync(path));
}

/** @returns {string | undefined} why it could not be installed */
export function installChromium() {
	if (process.platform !== 'linux' || !findProgram('apt-get'))
		return 'no Chromium is installed; set CHROMIUM_PATH to one';
	if (process.getuid?.() !== 0)
		return 'no Chromium is installed; apt-get install chromium, or set CHROMIUM_PATH to one';
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	try {
		execFileSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore', timeout: 120_000 });
		execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
			env,
			stdio: 'ignore',
			timeout: 600_000
		});
	} catch {
		return 'no Chromium is installed, and apt-get could not install one';
	}
	return findChromium()
		? undefined
		: 'apt-get installed chromium, but it is not to be found; set CHROMIUM_PATH to it';
}
