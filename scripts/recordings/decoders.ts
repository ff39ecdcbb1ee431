// What decoding needs to be handed in, for everything that runs in Node: a Worker imports the same module.
import { readFileSync } from 'node:fs';
import type { Decoders } from '../../src/lib/server/recordings/decoding/mp3.ts';

const MODULE = new URL('../../src/lib/server/recordings/decoding/mpg123.wasm', import.meta.url);

export const DECODERS: Decoders = { mpg123: await WebAssembly.compile(readFileSync(MODULE)) };
