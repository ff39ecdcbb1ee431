import type { Surroundings } from '../wire.ts';

const GONE = [401, 403, 404];

/** True when the server has no such file for this reader. False also when it cannot be asked. */
export async function isGone({ fetch }: Pick<Surroundings, 'fetch'>, url: string): Promise<boolean> {
	try {
		return GONE.includes((await fetch(url, { method: 'HEAD' })).status);
	} catch {
		return false;
	}
}
