// What a cookie may bring: nothing it says is believed, and no size of it breaks the product.
import { expect } from '../fixtures.ts';
import { test } from './caller.ts';

const FORGED = ['a'.repeat(40), "' or 1=1 --", '%00%0d%0a', 'a'.repeat(8_000)];

test('forged session cookies make a visitor of whoever sends them, and are taken back', async ({
	product
}) => {
	for (const secret of FORGED) {
		const response = await fetch(new URL('/account', product.url), {
			headers: { cookie: `segue_session=${secret}; segue_sign_in=${secret}`, accept: 'text/html' },
			redirect: 'manual'
		});
		expect([response.status, response.headers.get('location')]).toEqual([303, '/sign-in?next=/account']);
		expect(response.headers.get('set-cookie')).toContain('segue_session=; Max-Age=0');
	}
});

test('ten megabytes of cookie are refused or the line is closed, and others are served meanwhile', async ({
	product
}) => {
	const sent = fetch(new URL('/account', product.url), {
		headers: { cookie: `segue_session=${'a'.repeat(10_000_000)}` },
		redirect: 'manual'
	});
	const outcome = await sent.then(
		({ status }) => status,
		() => 'closed'
	);
	expect([303, 400, 413, 431, 'closed']).toContain(outcome);
	expect((await fetch(new URL('/api/health', product.url))).status).toBe(200);
});
