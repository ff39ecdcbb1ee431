// What a person's message must be before it becomes part of a conversation.
//   refused   `invalid`: nothing visible in it; a NUL or a lone surrogate (no writing has them: the sender is broken or hostile)
//             `too-large`: more than MESSAGE_LENGTH_LIMIT UTF-16 code units
//   changed   CRLF and CR become LF; NFC; other C0/C1 control characters but tab and newline are dropped; so are the characters that
//             override or embed a direction of writing (U+202A–E, U+2066–9), which can make a text read differently from what it is.
//             Right-to-left scripts, their marks (U+200E/F) and joiners (emoji, Indic scripts) stay.
import { AppError } from '#lib/shared/errors.ts';
import { MESSAGE_LENGTH_LIMIT } from '#lib/shared/conversation/requests.ts';
import { DIRECTION_OVERRIDES, HIDDEN_CONTROLS } from './hidden-characters.ts';

export function screenMessage(text: string): string {
	if (text.length > MESSAGE_LENGTH_LIMIT)
		throw new AppError('too-large', `A message can have ${MESSAGE_LENGTH_LIMIT} characters at most.`, {
			details: { limit: MESSAGE_LENGTH_LIMIT, length: text.length }
		});
	return screenText(text, 'message');
}

/** A name a person gives to something: as a message, and one line. */
export function screenTitle(text: string): string {
	return screenText(text, 'title').replace(/\s+/g, ' ');
}

/** What a file holds, before a model reads it: without the characters that make a text read differently from what it is. */
export function screenMaterial(text: string): string {
	return text
		.replace(/^\ufeff/, '')
		.replace(/\r\n?/g, '\n')
		.replace(HIDDEN_CONTROLS, '')
		.replace(DIRECTION_OVERRIDES, '')
		.normalize('NFC');
}

function screenText(text: string, what: 'message' | 'title'): string {
	if (text.includes('\0')) throw new AppError('invalid', `The ${what} contains a NUL character.`);
	if (!text.isWellFormed()) throw new AppError('invalid', `The ${what} is not valid Unicode text.`);
	const clean = text
		.replace(/\r\n?/g, '\n')
		.replace(HIDDEN_CONTROLS, '')
		.replace(DIRECTION_OVERRIDES, '')
		.normalize('NFC')
		.trim();
	if (!VISIBLE.test(clean)) throw new AppError('invalid', `The ${what} is empty.`);
	return clean;
}

/** Something that leaves ink: not white space, not a format character alone. */
const VISIBLE = /[^\p{White_Space}\p{Cf}\p{Cc}]/u;
