// First load of the chat page: JavaScript over the wire (gzip), largest contentful paint and layout shift on a throttled phone
// (Lighthouse's mobile profile: 412 x 823, CPU 4 x slower, 150 ms round trips, 1.6 Mbit/s down, 750 kbit/s up), cold cache each time.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { findChromium } from '../scripts/test/browser.mjs';
import { startProduct } from './product.mjs';
import { median, quantile, round } from './statistics.mjs';

const PORT = 18793;

/** @param {{rounds?: number}} options */
export async function benchPage({ rounds = 7 } = {}) {
	const state = await mkdtemp(path.join(tmpdir(), 'segue-page-'));
	const product = await startProduct({ port: PORT, state, settings: { SEGUE_DEMO: 'on' } });
	const executablePath = findChromium();
	const browser = await chromium.launch({
		args: ['--no-sandbox'],
		...(executablePath ? { executablePath } : {})
	});
	try {
		const runs = [];
		for (let i = 0; i < rounds; i++) runs.push(await loadOnce(browser, product.url));
		const lcp = runs.map((run) => run.lcpMs);
		return {
			rounds,
			javascriptGzipKb: round(Math.max(...runs.map((run) => run.javascriptGzipBytes)) / 1024),
			scripts: runs[0]?.scripts,
			lcpMs: { p50: Math.round(median(lcp)), p95: Math.round(quantile(lcp, 0.95)) },
			cls: Math.max(...runs.map((run) => run.cls))
		};
	} finally {
		await browser.close();
		await product.stop();
		await rm(state, { recursive: true, force: true });
	}
}

/** @param {import('@playwright/test').Browser} browser @param {string} url */
async function loadOnce(browser, url) {
	const context = await browser.newContext({
		viewport: { width: 412, height: 823 },
		deviceScaleFactor: 1.75,
		isMobile: true,
		hasTouch: true
	});
	const page = await context.newPage();
	const session = await context.newCDPSession(page);
	await session.send('Network.enable');
	await session.send('Network.emulateNetworkConditions', {
		offline: false,
		latency: 150,
		downloadThroughput: 1_600_000 / 8,
		uploadThroughput: 750_000 / 8
	});
	await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
	// Sizes are taken by our own gzip, since a local server may not compress; all scripts the first load asks for count.
	let javascriptGzipBytes = 0;
	let scripts = 0;
	const sizes = [];
	page.on('response', (response) => {
		if (response.request().resourceType() !== 'script') return;
		scripts++;
		sizes.push(response.body().then((body) => (javascriptGzipBytes += gzipSync(body).length)));
	});
	await page.addInitScript(() => {
		const seen = { lcpMs: 0, cls: 0 };
		Object.assign(window, { seen });
		new PerformanceObserver((list) => {
			for (const entry of list.getEntries()) seen.lcpMs = entry.startTime;
		}).observe({ type: 'largest-contentful-paint', buffered: true });
		new PerformanceObserver((list) => {
			for (const entry of /** @type {any[]} */ (list.getEntries()))
				if (!entry.hadRecentInput) seen.cls += entry.value;
		}).observe({ type: 'layout-shift', buffered: true });
	});
	await page.goto(url, { waitUntil: 'networkidle' });
	const seen = await page.evaluate(() => /** @type {any} */ (window).seen);
	await Promise.all(sizes);
	await context.close();
	return { .../** @type {{lcpMs: number, cls: number}} */ (seen), javascriptGzipBytes, scripts };
}
