import { describe, expect, it } from 'vitest';
import { createSealer } from './sealed-secret.ts';

const SECRET = 'a secret of the deployment, long enough';
const bytes = new TextEncoder().encode('what nobody may read');
const sealer = createSealer(SECRET, 'totp');

describe('a sealed secret', () => {
	it('opens for its person, under the same deployment’s secret, with nothing of it in sight', async () => {
		const sealed = await sealer.seal(bytes, 'anna');
		expect(await createSealer(SECRET, 'totp').open(sealed, 'anna')).toEqual(bytes);
		expect(atob(sealed.split('.')[2] ?? '')).not.toContain('nobody');
		expect(await sealer.seal(bytes, 'anna')).not.toBe(sealed);
	});

	it('opens for nobody else, under no other secret, for no other purpose, and not once it was changed', async () => {
		const sealed = await sealer.seal(bytes, 'anna');
		expect(await sealer.open(sealed, 'ben')).toBeUndefined();
		expect(await createSealer(`${SECRET}.`, 'totp').open(sealed, 'anna')).toBeUndefined();
		expect(await createSealer(SECRET, 'mail').open(sealed, 'anna')).toBeUndefined();
		for (const changed of [
			sealed.slice(0, -4),
			`${sealed}AAAA`,
			sealed.replace('v1', 'v2'),
			'',
			'...',
			'v1.é.é'
		])
			expect(await sealer.open(changed, 'anna')).toBeUndefined();
	});
});
