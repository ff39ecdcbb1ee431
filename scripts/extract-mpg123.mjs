// node scripts/extract-mpg123.mjs: writes the WebAssembly that the npm package mpg123-decoder carries as text to a file of its own. workerd
// takes it only as a module that was there when the Worker was built. The library inside (libmpg123) is LGPL-2.1 and unchanged: whoever
// wants another build of it puts that in the place of this file.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { MPEGDecoder } from 'mpg123-decoder';

export const MPG123_MODULE = path.resolve(
	import.meta.dirname,
	'../src/lib/server/recordings/decoding/mpg123.wasm'
);

/**
 * What is used of the package's inside: its version is pinned in package.json.
 * @typedef {{
 *   ready: Promise<void>,
 *   free: () => void,
 *   _EmscriptenWASM: { wasm: string },
 *   _WASMAudioDecoderCommon: { inflateDynEncodeString: (text: string) => Promise<Uint8Array> }
 * }} Inside
 */

/** @returns {Promise<Uint8Array>} the module's bytes, as the package unpacks them for itself */
export async function packagedModule() {
	const decoder = /** @type {Inside} */ (/** @type {unknown} */ (new MPEGDecoder()));
	await decoder.ready;
	decoder.free();
	return decoder._WASMAudioDecoderCommon.inflateDynEncodeString(decoder._EmscriptenWASM.wasm);
}

if (process.argv[1] === fileURLToPath(import.meta.url))
	await writeFile(MPG123_MODULE, await packagedModule());
