// What no adapter takes, whoever made it: a second header smuggled into a line, a second recipient, an empty letter.
import { AppError } from '#lib/shared/errors.ts';
import type { MailMessage } from './mail.ts';

const MAX_ADDRESS = 254;
const MAX_SUBJECT = 300;
const MAX_BODY = 20_000;

/** Throws `invalid`. Rooms parse addresses and make the texts themselves, so this is the last lock, not the first. */
export function requireSendable({ to, subject, body }: MailMessage): void {
	const isAddress = /^[^\s@,;<>"]+@[^\s@,;<>"]+$/.test(to) && to.length <= MAX_ADDRESS;
	const isSubject = subject.trim() !== '' && subject.length <= MAX_SUBJECT && !/\p{Cc}/u.test(subject);
	const isBody = body.trim() !== '' && body.length <= MAX_BODY;
	if (!isAddress || !isSubject || !isBody) throw new AppError('invalid', 'This letter cannot be sent.');
}
