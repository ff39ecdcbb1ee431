// Files in a conversation: sent with a question, kept by its versions, gone with it.
import { env } from 'cloudflare:workers';
import { beforeAll, expect, it } from 'vitest';
import { codeOf } from '#lib/server/auth/fixtures/test-auth.ts';
import { parseStream } from '#lib/server/chat/fixtures/test-conversation.ts';
import { PNG } from '#lib/server/attachments/fixtures/pictures.ts';
import type { Actor } from '#lib/shared/actor.ts';
import { filesOf, messageText } from '#lib/shared/conversation/message.ts';
import { newId } from '#lib/shared/ids.ts';
import { addArticle, openSchool, ORIGIN, person, project } from './fixtures/school.ts';

const services = openSchool();
const { attachments, chat } = services;
beforeAll(() => addArticle(services));

async function setOut() {
	const actor: Actor = await person();
	const conversationId = newId();
	const upload = (name = 'clef.png') => attachments.add(actor, { conversationId, name, bytes: PNG });
	const send = async (text: string, files: { id: string }[], clientMessageId = newId()) => {
		const ids = files.map(({ id }) => id);
		const order = { trigger: 'submit', conversationId, clientMessageId, text, attachments: ids } as const;
		return parseStream(await (await chat.send(actor, order, ORIGIN)).text());
	};
	const questions = async () => {
		const { messages } = await chat.messages(actor, conversationId, { limit: 50 });
		return messages.filter(({ role }) => role === 'user');
	};
	return { actor, conversationId, upload, send, questions };
}

it('a file is in the log with its question, and the answer says that it was not read', async () => {
	const { upload, send, questions } = await setOut();
	const heard = await send('How long is a piano lesson?', [await upload()]);
	expect(heard.events.map(({ part }) => part)).toContainEqual({
		type: 'data-notice',
		data: { code: 'files-unread' }
	});
	const [question] = await questions();
	expect(filesOf(question!)).toMatchObject([
		{ filename: 'clef.png', mediaType: 'image/png', width: 8, height: 4 }
	]);
});

it('a file is sent with one message only; the same message again is the same turn', async () => {
	const { upload, send, questions } = await setOut();
	const file = await upload();
	const id = newId();
	await send('How long is a piano lesson?', [file], id);
	await send('How long is a piano lesson?', [file], id);
	expect(await questions()).toHaveLength(1);
	expect(await codeOf(send('And a violin lesson?', [file]))).toBe('conflict');
	expect(await codeOf(send('How long is a piano lesson?', [await upload()], id))).toBe('conflict');
	expect(await questions()).toHaveLength(1);
});

it('a question that is changed keeps its files', async () => {
	const { actor, conversationId, upload, send, questions } = await setOut();
	await send('How long is a piano lesson?', [await upload()]);
	const [first] = await questions();
	const edit = { messageId: first!.id, message: 'How long is a violin lesson?' };
	await (await chat.edit(actor, conversationId, edit, ORIGIN)).text();
	const versions = await questions();
	expect(versions.map(messageText)).toEqual(['How long is a piano lesson?', 'How long is a violin lesson?']);
	expect(filesOf(versions[1]!)).toEqual(filesOf(versions[0]!));
});

it('a file that was sent is not removed, and words alone are not enough to send one that is gone', async () => {
	const { actor, conversationId, upload, send, questions } = await setOut();
	const kept = await upload();
	await send('How long is a piano lesson?', [kept]);
	await project(conversationId);
	expect(await codeOf(attachments.remove(actor, kept.id))).toBe('conflict');
	const removed = await upload();
	await attachments.remove(actor, removed.id);
	expect(await codeOf(send('And a violin lesson?', [removed]))).toBe('not-found');
	expect(await codeOf(send('', [await upload()]))).toBe('invalid');
	expect(await questions()).toHaveLength(1);
});

it('nobody else sends it, and it is erased with everything of its person', async () => {
	const { actor, conversationId, upload, send } = await setOut();
	const file = await upload();
	const stranger = await person();
	const sending = { trigger: 'submit', conversationId: newId(), text: 'Mine?' } as const;
	expect(await codeOf(chat.send(stranger, { ...sending, attachments: [file.id] }, ORIGIN))).toBe('not-found');
	await send('How long is a piano lesson?', [file]);
	await project(conversationId);
	await chat.eraseAllOf(actor.userId!);
	expect((await env.FILES.list({ prefix: `${actor.userId}/` })).objects).toEqual([]);
	expect(await codeOf(attachments.read(actor, file.id))).toBe('not-found');
});
