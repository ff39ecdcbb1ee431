import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkDisk, checkNode, checkPort, checkStateFolder, findProgram } from './checks.mjs';

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'segue-checks-'));
});
afterEach(async () => {
	await rm(folder, { recursive: true, force: true });
});

describe('before anything is started', () => {
	it('an old Node is named, with what to install', () => {
		expect(() => checkNode('16.20.2')).toThrow('Segue needs Node 18 or newer, and this is Node 16.20.2');
		expect(() => checkNode('18.0.0')).not.toThrow();
		expect(() => checkNode('24.1.0')).not.toThrow();
	});

	it('a state folder is made when it is missing', () => {
		expect(() => checkStateFolder(join(folder, 'new', 'state'))).not.toThrow();
		expect(() => checkStateFolder(join(folder, 'new', 'state'))).not.toThrow();
	});

	it('a state folder that is a file, or lies below one, is said so', async () => {
		const file = join(folder, 'file');
		await writeFile(file, '');
		expect(() => checkStateFolder(file)).toThrow(
			`The state folder ${file} is a file: set SEGUE_STATE to a folder.`
		);
		expect(() => checkStateFolder(join(file, 'state'))).toThrow('a part of its path is a file');
	});

	it('a state folder that cannot be written to is said so', async () => {
		await chmod(folder, 0o500);
		// Root may write everywhere: it asks as nobody.
		const isRoot = process.getuid?.() === 0;
		if (isRoot) process.seteuid?.(65534);
		try {
			expect(() => checkStateFolder(join(folder, 'state'))).toThrow('it cannot be written to');
		} finally {
			if (isRoot) process.seteuid?.(0);
		}
	});

	it('a disk that is too full is said so before npm fills it', () => {
		const free = (path: string) => (path === '/checkout' ? 500 : 5000) * 1024 * 1024;
		expect(() => checkDisk({ root: '/checkout', state: folder, installs: true, free })).toThrow(
			'Only 500 MB are free on the disk of /checkout, and Segue needs 1200 MB: free some space.'
		);
		expect(() => checkDisk({ root: '/checkout', state: folder, installs: false, free })).not.toThrow();
		expect(() => checkDisk({ root: '/checkout', state: folder, installs: false })).not.toThrow();
	});

	it.each(['127.0.0.1', '::1'])(
		'a port that is taken on %s is said so, with another one to try',
		async (host) => {
			const server = createServer();
			await new Promise<void>((resolve) => server.listen(0, host, resolve));
			const { port } = server.address() as AddressInfo;
			await expect(checkPort(port)).rejects.toThrow(
				`Port ${port} is in use by another program: end it, or start with PORT=${port + 1}`
			);
			await new Promise((resolve) => server.close(resolve));
			await expect(checkPort(port)).resolves.toBeUndefined();
		}
	);

	it('a program is found in the path, and only there', async () => {
		await writeFile(join(folder, 'tool'), '', { mode: 0o755 });
		expect(findProgram('tool', `/nowhere:${folder}`)).toBe(join(folder, 'tool'));
		expect(findProgram('tool', '/nowhere')).toBeUndefined();
	});
});
