import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { MPG123_MODULE, packagedModule } from './extract-mpg123.mjs';

it('the module kept for workerd is the one that the package carries', async () => {
	const kept = new Uint8Array(await readFile(MPG123_MODULE));
	expect(kept).toEqual(new Uint8Array(await packagedModule()));
});
