// What every adapter of the mail port must do.
import { describe, expect, it } from 'vitest';
import type { Mail, MailMessage } from './mail.ts';

export interface Delivered {
	to: string;
	subject: string;
	body: string;
}

export interface MailContractOptions {
	mail: () => Mail;
	/** What has arrived since the test began. */
	delivered: () => Promise<Delivered[]>;
	/** An adapter whose far side is down for good. */
	broken: () => Mail;
}

const letter: MailMessage = {
	kind: 'password-reset',
	to: 'anna@example.com',
	subject: 'Choose a new password for Müller’s School 🎹',
	body: 'Hello,\n\nopen https://segue.example/reset-password?token=abc\n.\n\nThe school'
};

export function describeMail(adapter: string, { mail, delivered, broken }: MailContractOptions): void {
	describe(`${adapter} as mail`, () => {
		it('hands a letter over as it was written, once', async () => {
			await mail().send(letter);
			const { to, subject, body } = letter;
			expect(await delivered()).toEqual([{ to, subject, body }]);
		});

		it('sends two letters as two', async () => {
			await mail().send(letter);
			await mail().send({ ...letter, to: 'bob@example.com' });
			const to = (await delivered()).map((one) => one.to);
			expect(to.toSorted()).toEqual(['anna@example.com', 'bob@example.com']);
		});

		it.each([
			['a second recipient', { to: 'anna@example.com, bob@example.com' }],
			['a header behind the address', { to: 'anna@example.com\r\nBcc: bob@example.com' }],
			['a header behind the subject', { subject: 'Hello\r\nBcc: bob@example.com' }],
			['a name around the address', { to: 'Anna <anna@example.com>' }],
			['no address', { to: '' }],
			['an empty subject', { subject: ' ' }],
			['an empty letter', { body: '' }],
			['a letter of ten megabytes', { body: 'x'.repeat(10_000_000) }]
		])('takes no letter with %s', async (_, change) => {
			await expect(mail().send({ ...letter, ...change })).rejects.toMatchObject({ code: 'invalid' });
			expect(await delivered()).toEqual([]);
		});

		it('says `unavailable`, and neither the address nor the letter, when the far side is down', async () => {
			const thrown: unknown = await broken()
				.send(letter)
				.catch((error: unknown) => error);
			expect(thrown).toMatchObject({ name: 'AppError', code: 'unavailable' });
			expect((thrown as Error).message).not.toMatch(/anna|token/);
		});
	});
}
