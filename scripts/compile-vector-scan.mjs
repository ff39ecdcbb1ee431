// node scripts/compile-vector-scan.mjs: writes each .wasm of ours from its .wat. The modules are kept in the repository, because workerd
// takes WebAssembly only as a module that was there when the Worker was built.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import wabt from 'wabt';

const ROOT = path.resolve(import.meta.dirname, '..');
export const WEB_ASSEMBLY_SOURCES = [
	'src/lib/server/platform/vectors/scan.wat',
	'bench/vectors/read.wat'
].map((name) => path.join(ROOT, name));

/** @param {string} source @returns {string} where the module of a source is kept */
export const modulePathOf = (source) => source.replace(/\.wat$/, '.wasm');

/** @param {string} source @returns {Promise<Uint8Array>} the bytes that its module must have */
export async function compileWebAssembly(source) {
	const text = await readFile(source, 'utf8');
	const { parseWat } = await wabt();
	const module = parseWat(path.basename(source), text, { simd: true });
	try {
		module.validate();
		return module.toBinary({}).buffer;
	} finally {
		module.destroy();
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url))
	for (const source of WEB_ASSEMBLY_SOURCES)
		await writeFile(modulePathOf(source), await compileWebAssembly(source));
