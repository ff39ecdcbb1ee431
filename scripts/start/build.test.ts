import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashSources, needsBuild } from './build.mjs';

let root: string;
beforeEach(async () => {
	root = await mkdtemp(join(tmpdir(), 'segue-build-'));
	await write('src/app.ts', 'one');
	await write('messages/en/chat.json', '{}');
});
afterEach(async () => {
	await rm(root, { recursive: true, force: true });
});

async function write(path: string, text: string) {
	await mkdir(dirname(join(root, path)), { recursive: true });
	await writeFile(join(root, path), text);
}

describe('the hash of the sources', () => {
	it('changes with any word, name or file, and with nothing else', async () => {
		const before = hashSources(root);
		await utimes(join(root, 'src/app.ts'), 1, 1);
		await write('README.md', 'no source');
		expect(hashSources(root)).toBe(before);
		await write('src/app.ts', 'two');
		const changed = hashSources(root);
		await write('src/app.ts', 'one');
		await write('src/empty.ts', '');
		const added = hashSources(root);
		expect(new Set([before, changed, added]).size).toBe(3);
	});

	it('does not mistake one division of the same bytes for another', async () => {
		await write('src/a.ts', 'ab');
		await write('src/b.ts', 'c');
		const one = hashSources(root);
		await write('src/a.ts', 'a');
		await write('src/b.ts', 'bc');
		expect(hashSources(root)).not.toBe(one);
	});

	it('passes over tests and what the build itself writes', async () => {
		const before = hashSources(root);
		await write('src/app.test.ts', 'test');
		await write('src/lib/paraglide/runtime.js', 'generated');
		expect(hashSources(root)).toBe(before);
	});
});

describe('a build', () => {
	const stamp = (sources: string, output: string) =>
		write('.svelte-kit/segue-build.json', JSON.stringify({ sources, output }));

	it('is needed when there is none, and when its stamp is broken', async () => {
		expect(needsBuild(root)).toBe(true);
		await write('.svelte-kit/segue-build.json', '{');
		expect(needsBuild(root)).toBe(true);
	});

	it('is needed again when the sources or what was built changed', async () => {
		await write('.svelte-kit/cloudflare/_worker.js', 'built');
		await utimes(join(root, '.svelte-kit/cloudflare/_worker.js'), 10, 10);
		await stamp(hashSources(root), '5 10000');
		expect(needsBuild(root)).toBe(false);
		await write('src/app.ts', 'two');
		expect(needsBuild(root)).toBe(true);
		await write('src/app.ts', 'one');
		expect(needsBuild(root)).toBe(false);
		await write('.svelte-kit/cloudflare/_worker.js', 'built by hand');
		expect(needsBuild(root)).toBe(true);
	});
});
