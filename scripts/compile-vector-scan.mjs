// node scripts/compile-vector-scan.mjs: writes scan.wasm from scan.wat. The module is kept in the repository, because workerd takes
// WebAssembly only as a module that was there when the Worker was built.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import wabt from 'wabt';

const FOLDER = new URL('../src/lib/server/platform/vectors/', import.meta.url);

/** @returns {Promise<Uint8Array>} the bytes that scan.wasm must have */
export async function compileVectorScan() {
	const text = await readFile(new URL('scan.wat', FOLDER), 'utf8');
	const { parseWat } = await wabt();
	const module = parseWat('scan.wat', text, { simd: true });
	try {
		module.validate();
		return module.toBinary({}).buffer;
	} finally {
		module.destroy();
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url))
	await writeFile(new URL('scan.wasm', FOLDER), await compileVectorScan());
