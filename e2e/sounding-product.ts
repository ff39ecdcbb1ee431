// A product of its own whose calls are heard and spoken in tones, for tests of sound: the suite's product is as it comes, without a provider.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Product } from './fixtures.ts';
import { startProduct, UNLIMITED } from '../bench/product.mjs';
import { freePort } from './free-port.ts';

/** Of a worker, so that a file of tests starts it once; the build is there already. */
export async function withSoundingProduct(use: (product: Product) => Promise<void>): Promise<void> {
	const state = await mkdtemp(join(tmpdir(), 'segue-voice-'));
	const scripted = { VOICE_TRANSCRIBERS: 'scripted', VOICE_SPEAKERS: 'scripted' };
	const settings = { ...UNLIMITED, SEGUE_DEMO: 'on', ...scripted };
	const product = await startProduct({ port: await freePort(), state, settings });
	await use(product);
	await product.stop();
	await rm(state, { recursive: true, force: true });
}

/** It takes as long to start as any. */
export const OF_A_WORKER = { scope: 'worker', timeout: 180_000 } as const;
