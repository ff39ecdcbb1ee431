// Lets a test inside workerd ask what the command line says of the same file: `npm run analyse` in Node, its one line as it printed it.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** A service that takes the bytes of a file; workerd reaches it by a binding. */
export async function analyseInNode(request: { arrayBuffer: () => Promise<ArrayBuffer> }): Promise<Response> {
	const folder = await mkdtemp(path.join(tmpdir(), 'segue-analyse-'));
	try {
		const file = path.join(folder, 'recording');
		await writeFile(file, new Uint8Array(await request.arrayBuffer()));
		const { stdout } = await promisify(execFile)(
			process.execPath,
			[
				'--experimental-transform-types',
				'--disable-warning=ExperimentalWarning',
				'scripts/analyse.mjs',
				file
			],
			{ cwd: ROOT }
		);
		return new Response(stdout);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
