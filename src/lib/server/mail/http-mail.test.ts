import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startMailServer, type MailServer } from './fixtures/mail-server.ts';
import { createHttpMail, type HttpMailOptions } from './http-mail.ts';
import { describeMail } from './mail.contract.ts';
import type { MailMessage } from './mail.ts';

let server: MailServer;
beforeAll(async () => {
	server = await startMailServer();
});
afterAll(() => {
	server.close();
});
beforeEach(() => {
	server.reply({ status: 200 });
});

const FROM = 'The School <office@school.example>';
const open = (changes: Partial<HttpMailOptions> = {}) =>
	createHttpMail({ url: server.url, apiKey: 'a-key', from: FROM, waitsMs: [1, 1], ...changes });
const letter: MailMessage = {
	kind: 'invitation',
	to: 'anna@example.com',
	subject: 'Hello',
	body: 'Come in.'
};

describeMail('a mail service over HTTP', {
	mail: () => open(),
	delivered: () =>
		Promise.resolve(
			server.taken.map(({ body }) => ({ to: body.to.join(), subject: body.subject, body: body.text }))
		),
	broken: () => open({ url: 'http://127.0.0.1:1/emails' })
});

describe('a mail service over HTTP', () => {
	it('is told the sender and shown the key, as Resend wants them', async () => {
		await open().send(letter);
		expect(server.taken[0]?.body).toEqual({
			from: FROM,
			to: ['anna@example.com'],
			subject: 'Hello',
			text: 'Come in.'
		});
		expect(server.taken[0]?.headers).toMatchObject({
			authorization: 'Bearer a-key',
			'content-type': 'application/json'
		});
	});

	it.each([
		['busy', { status: 429 } as const],
		['broken', { status: 503 } as const],
		['cut off', 'cut' as const]
	])('is asked again, under the same key, while it is %s', async (_, fault) => {
		server.reply(fault, fault, { status: 200 });
		await open().send(letter);
		expect(server.taken).toHaveLength(3);
		expect(new Set(server.taken.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
	});

	it('is given up after three tries', async () => {
		server.reply({ status: 500 });
		await expect(open().send(letter)).rejects.toMatchObject({ code: 'unavailable', retryable: true });
		expect(server.taken).toHaveLength(3);
	});

	it.each([400, 401, 403, 422])(
		'is not asked again after a %i: the same letter would fare no better',
		async (status) => {
			server.reply({ status });
			await expect(open().send(letter)).rejects.toMatchObject({ code: 'unavailable', retryable: false });
			expect(server.taken).toHaveLength(1);
		}
	);

	it('is not followed elsewhere with the key and the letter', async () => {
		server.reply({ status: 307, headers: { location: `${server.url}/elsewhere` } });
		await expect(open().send(letter)).rejects.toMatchObject({ code: 'unavailable' });
		expect(server.taken.map(({ path }) => path)).toEqual(['/emails']);
	});

	it('is not waited for without end', async () => {
		server.reply('hang');
		await expect(open({ timeoutMs: 20, waitsMs: [] }).send(letter)).rejects.toMatchObject({
			code: 'unavailable',
			retryable: true
		});
	});
});
