// Whatever is written into the product is shown as text: on no page does it run, load or break anything.
import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';
import { test, Caller } from './api/caller.ts';
import { ask, newId } from './api/turn.ts';

/** Each would set window.__ran, or load something, wherever it was taken for more than text. */
const HOSTILE = [
	'<script>window.__ran=1</script>',
	'<img src=x onerror="window.__ran=2">',
	'<svg onload="window.__ran=3">',
	'"><script>window.__ran=4</script>',
	'[a link](javascript:window.__ran=5)',
	'![an image](https://evil.example/x.png)',
	'{@html "<img src=x onerror=window.__ran=6>"}',
	'</textarea></title></script><script>window.__ran=7</script>',
	'<a href="javascript:window.__ran=8">a link</a>',
	'$\\href{javascript:window.__ran=9}{x}$',
	'<style>*{display:none}</style>'
].join(' ');

interface Watch {
	dialogs: string[];
	foreign: string[];
}

async function watch(page: Page, baseUrl: string): Promise<Watch> {
	const seen: Watch = { dialogs: [], foreign: [] };
	page.on('dialog', (dialog) => {
		seen.dialogs.push(dialog.message());
		dialog.dismiss().catch(() => undefined);
	});
	page.on('request', (request) => {
		if (!/^(?:data|blob):/.test(request.url()) && !request.url().startsWith(baseUrl))
			seen.foreign.push(request.url());
	});
	await page.addInitScript(() => {
		const own = window as unknown as { __violations: string[] };
		own.__violations = [];
		document.addEventListener('securitypolicyviolation', (event) =>
			own.__violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`)
		);
	});
	return seen;
}

async function expectNothingRan(page: Page, seen: Watch): Promise<void> {
	const { ran, violations } = await page.evaluate(() => {
		const own = window as unknown as { __ran?: unknown; __violations: string[] };
		return { ran: String(own.__ran), violations: own.__violations };
	});
	expect(ran).toBe('undefined');
	expect(violations).toEqual([]);
	expect(seen).toEqual({ dialogs: [], foreign: [] });
	const dangerous =
		'script:not([nonce]):not([src]), [onerror], [onload], [onclick], a[href^="javascript:" i], iframe, object, embed';
	await expect(page.locator('main').locator(dangerous)).toHaveCount(0);
}

async function actAs(page: Page, caller: Caller): Promise<void> {
	const cookies = Array.from(caller.cookies, ([name, value]) => ({ name, value, url: caller.baseUrl }));
	await page.context().addCookies(cookies);
}

/** A document whose text, title and tags hold the marks of a page: HTML's own escapes bring them through any cleaning. */
async function addHostileDocument(administrator: Caller, word: string): Promise<string> {
	const escaped = HOSTILE.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
	const answer = await administrator.post('/api/knowledge/documents', {
		name: `${word}.html`,
		mediaType: 'text/html',
		text: `<h1>About the ${word}</h1><p>The ${word} costs 20 pounds a term at our school ${escaped} and is paid in May.</p>`,
		title: `The ${word} <img src=x onerror="window.__ran=20">`,
		tags: ['<script>window.__ran=21</script>']
	});
	expect(answer.status, answer.text).toBe(201);
	return (answer.json as { documentId: string }).documentId;
}

test('a hostile question is shown as it was typed, in the chat, in the list, and after a reload', async ({
	page,
	product
}) => {
	const seen = await watch(page, product.url);
	await page.goto('/');
	const composer = page.getByRole('textbox', { name: 'Your question' });
	// Until it listens, Enter is a new line.
	await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeDisabled();
	await composer.fill(`What does a lesson cost? ${HOSTILE}`);
	await composer.press('Enter');
	await expect(page).toHaveURL(/\/c\//);
	for (const _visit of ['as written', 'as loaded']) {
		await expect(page.getByText('<script>window.__ran=1</script>').first()).toBeVisible();
		await expect(page.getByRole('button', { name: 'Helpful', exact: true })).toBeAttached();
		await expectNothingRan(page, seen);
		await page.reload();
	}
});

test('a hostile title is shown as it was typed', async ({ page, product }) => {
	const seen = await watch(page, product.url);
	const person = new Caller(product.url);
	const { conversationId } = await ask(person, 'Hello');
	const title = `${HOSTILE.slice(0, 150)} \u05d0`;
	const renamed = await person.call('PATCH', `/api/chat/sessions/${conversationId}`, { json: { title } });
	expect(renamed.status).toBe(200);
	await actAs(page, person);
	await page.goto(`/c/${conversationId}`);
	await expect(page.getByText('<script>window.__ran=1</script>').first()).toBeAttached();
	expect(await page.title()).toContain('<script>window.__ran=1</script>');
	await expectNothingRan(page, seen);
});

test('a hostile document is shown as text: on its page, in an answer and its sources, and to administrators', async ({
	page,
	product,
	administrator
}) => {
	const word = `sackbut${newId().slice(0, 6)}`;
	const documentId = await addHostileDocument(administrator, word);
	try {
		const seen = await watch(page, product.url);
		await page.goto(`/knowledge/${documentId}`);
		await expect(page.getByText('<script>window.__ran=1</script>').first()).toBeVisible();
		await expect(page.locator('main').getByText('costs 20 pounds a term')).toBeVisible();
		await expectNothingRan(page, seen);

		const person = new Caller(product.url);
		const turn = await ask(person, `What does the ${word} cost a term?`);
		expect(turn.parts.some(({ type }) => type === 'data-citation')).toBe(true);
		await actAs(page, person);
		await page.goto(`/c/${turn.conversationId}`);
		await expect(page.getByText('20 pounds a term').first()).toBeVisible();
		// Until the page listens, a source is a link like any other.
		await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeDisabled();
		await page
			.getByRole('button', { name: /^Source 1/ })
			.or(page.getByRole('link', { name: /^Source 1/ }))
			.first()
			.click();
		await expect(page.getByText('<img src=x onerror="window.__ran=20">').first()).toBeVisible();
		await expectNothingRan(page, seen);

		await actAs(page, await new Caller(product.url).enterAs('admin'));
		await page.goto(`/admin/knowledge?q=${word}`);
		await expect(page.getByRole('link', { name: new RegExp(`^The ${word} <img src=x`) })).toBeVisible();
		await expect(page.getByText('<script>window.__ran=21</script>')).toBeVisible();
		await expectNothingRan(page, seen);
	} finally {
		await administrator.call('DELETE', `/api/knowledge/documents/${documentId}`);
	}
});

test('hostile addresses show a page and run nothing', async ({ page, product }) => {
	const seen = await watch(page, product.url);
	const payload = encodeURIComponent('"><script>window.__ran=30</script><img src=x onerror=window.__ran=31>');
	for (const address of [
		`/sign-in?next=${payload}`,
		`/sign-up?next=javascript:window.__ran=32`,
		`/?q=${payload}`,
		`/demo?next=//evil.example`
	]) {
		await page.goto(address);
		await expect(page.getByRole('heading').first()).toBeVisible();
		await expectNothingRan(page, seen);
	}
});

test.describe('an address of nothing', () => {
	test.use({ expectedErrors: [/status of 40[04]/] });
	test('shows a page that says so, and runs nothing of the address', async ({ page, product }) => {
		const seen = await watch(page, product.url);
		const payload = encodeURIComponent('<script>window.__ran=40</script><img src=x onerror=window.__ran=41>');
		for (const address of [`/${payload}`, `/c/${payload}`, `/knowledge/${payload}`, `/c/${newId()}`]) {
			const response = await page.goto(address);
			expect(response?.status()).toBe(404);
			await expect(page.getByRole('heading').first()).toBeVisible();
			await expectNothingRan(page, seen);
		}
	});
});

test('a hostile name is shown as it was typed', async ({ page, product }) => {
	const seen = await watch(page, product.url);
	const name = '<img src=x onerror=window.__ran=50>';
	const person = new Caller(product.url);
	const form = { email: `${newId()}@example.org`, password: 'three quarter rests', displayName: name };
	const signedUp = await person.call('POST', '/sign-up', {
		body: new URLSearchParams(form).toString(),
		headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' }
	});
	expect(signedUp.status).toBe(303);
	await actAs(page, person);
	await page.goto('/account');
	await expect(page.getByText(name).first()).toBeVisible();
	await expectNothingRan(page, seen);
});
