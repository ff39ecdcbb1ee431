import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { completeLock, missingPlatforms, platformOf } from './complete-lock.mjs';

describe('the package lock', () => {
	it('of this checkout names every platform', async () => {
		const lock = JSON.parse(await readFile(new URL('../package-lock.json', import.meta.url), 'utf8')) as {
			packages: Parameters<typeof missingPlatforms>[0];
		};
		expect(missingPlatforms(lock.packages)).toEqual([]);
	});

	it('gains a platform package beside its parent, with the system it is for', () => {
		const lock = {
			packages: {
				'': {},
				'node_modules/tool': {
					dev: true,
					optionalDependencies: {
						'@tool/linux-x64-musl': '1.0.0',
						'@tool/darwin-arm64': '1.0.0',
						'not-a-platform': '1.0.0'
					}
				},
				'node_modules/@tool/darwin-arm64': { version: '1.0.0' }
			}
		};
		expect(completeLock(lock)).toBe(1);
		expect(lock.packages).toHaveProperty(['node_modules/@tool/linux-x64-musl'], {
			version: '1.0.0',
			os: ['linux'],
			cpu: ['x64'],
			libc: ['musl'],
			dev: true,
			optional: true
		});
		expect(completeLock(lock)).toBe(0);
	});

	it('gains it inside the parent when another version lies beside it', () => {
		const lock = {
			packages: {
				'node_modules/tool': { optionalDependencies: { 'tool-win32-x64': '2.0.0' } },
				'node_modules/tool-win32-x64': { version: '1.0.0' }
			}
		};
		completeLock(lock);
		expect(Object.keys(lock.packages)).toContain('node_modules/tool/node_modules/tool-win32-x64');
	});

	it.each([
		['@cloudflare/workerd-darwin-64', { os: ['darwin'], cpu: ['x64'] }],
		['@cloudflare/workerd-windows-64', { os: ['win32'], cpu: ['x64'] }],
		['@oxc-parser/binding-linux-arm-gnueabihf', { os: ['linux'], cpu: ['arm'], libc: ['glibc'] }],
		['fsevents', undefined]
	])('reads %s', (name, platform) => {
		expect(platformOf(name)).toEqual(platform);
	});
});
