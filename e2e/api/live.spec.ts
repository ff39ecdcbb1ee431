// The live socket opens for those who may read the conversation, from a page of ours or a program; it listens and obeys nobody.
import type { Duplex } from 'node:stream';
import { expect } from '../fixtures.ts';
import { test, type Answer } from './caller.ts';
import { expectRefusal } from './refusal.ts';
import { ask, historyOf, newId } from './turn.ts';
import { isOpen, knock } from './upgrade.ts';

async function refused(knocked: Promise<Answer | Duplex>): Promise<Answer> {
	const answer = await knocked;
	if (!isOpen(answer)) return answer;
	answer.destroy();
	throw new Error('the socket opened');
}

test('opens for the owner alone; for anybody else there is no such conversation', async ({ newVisitor }) => {
	const owner = newVisitor();
	const { conversationId } = await ask(owner, 'Hello');
	const stranger = newVisitor();
	await ask(stranger, 'Hello');
	for (const caller of [stranger, newVisitor(), await newVisitor().enterAs('teacher')]) {
		const theirs = expectRefusal(
			await refused(knock(caller, `/api/chat/${conversationId}/live`)),
			'not-found'
		);
		const unknown = expectRefusal(await refused(knock(caller, `/api/chat/${newId()}/live`)), 'not-found');
		expect(theirs).toEqual(unknown);
	}
	const own = await knock(owner, `/api/chat/${conversationId}/live`);
	expect(isOpen(own)).toBe(true);
	if (isOpen(own)) own.destroy();
});

test('does not open for a page of another site, cookie or not', async ({ newVisitor }) => {
	const owner = newVisitor();
	const { conversationId } = await ask(owner, 'Hello');
	const address = `/api/chat/${conversationId}/live`;
	for (const headers of [
		{ origin: 'https://evil.example' },
		{ origin: 'null' },
		{ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
	])
		expectRefusal(await refused(knock(owner, address, headers)), 'forbidden');
});

test('refuses a position that is none, and what is no socket', async ({ newVisitor }) => {
	const owner = newVisitor();
	const { conversationId } = await ask(owner, 'Hello');
	const address = `/api/chat/${conversationId}/live`;
	for (const after of ['garbage', '-1', '1.5'])
		expectRefusal(await refused(knock(owner, `${address}?after=${after}`)), 'invalid');
	expectRefusal(await owner.get(address), 'invalid');
});

test('what is sent into it changes nothing', async ({ newVisitor }) => {
	const owner = newVisitor();
	const { conversationId } = await ask(owner, 'Hello');
	const before = await historyOf(owner, conversationId);
	const socket = await knock(owner, `/api/chat/${conversationId}/live?after=0`);
	if (!isOpen(socket)) throw new Error('the socket did not open');
	const frame = (text: string) =>
		// A masked text frame of at most 125 bytes; the mask is zero.
		Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]);
	for (const text of [
		'{"type":"stop"}',
		'{"message":"Hello"}',
		'[[[[[[',
		'\u0000'.repeat(10),
		'x'.repeat(125)
	])
		socket.write(frame(text));
	socket.end(Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff]));
	socket.resume();
	await new Promise((resolve) => socket.once('close', resolve));
	expect(await historyOf(owner, conversationId)).toEqual(before);
});
