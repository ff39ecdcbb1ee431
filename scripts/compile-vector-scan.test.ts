import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { compileWebAssembly, modulePathOf, WEB_ASSEMBLY_SOURCES } from './compile-vector-scan.mjs';

it.each(WEB_ASSEMBLY_SOURCES)('the module kept for %s is what its source says', async (source) => {
	const kept = new Uint8Array(await readFile(modulePathOf(source)));
	expect(new Uint8Array(await compileWebAssembly(source))).toEqual(kept);
});
