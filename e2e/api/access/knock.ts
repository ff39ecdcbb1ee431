// Who may come to a door, and how one knocks there as each of them. Whoever is let in may still be told that what they brought is
// wrong, or be asked who they are once more: that is not being turned away.
import { randomBytes } from 'node:crypto';
import { expect } from '../../fixtures.ts';
import { Caller, type Answer } from '../caller.ts';
import { ask } from '../turn.ts';
import { isOpen as isSocket, knock as askForSocket } from '../upgrade.ts';

export const WHO = ['visitor', 'guest', 'user', 'teacher', 'agent', 'admin'] as const;
export type Who = (typeof WHO)[number];

/** What calls are about. Of a conversation there is its id, its question and its answer. */
export interface Subject {
	conversationId: string;
	questionId: string;
	messageId: string;
	documentId: string;
	/** Fresh each time: somebody nobody has met. */
	email: string;
}

export interface Knock {
	/** With real ids in place of the parameters. */
	address: string;
	json?: unknown;
	/** For the forms of pages. */
	form?: Record<string, string>;
	/** A text file's words, sent as a form with one file. */
	file?: string;
	headers?: Record<string, string>;
	/** Asks for a WebSocket. */
	isUpgrade?: true;
}

export interface Door {
	/** Where what lies behind is nobody's own. */
	to?: readonly Who[];
	/** Where it is somebody's: who gets in to what is theirs, and to what is another's. */
	own?: readonly Who[];
	others?: readonly Who[];
	knock: (subject: Subject) => Knock;
	/** It is asked for what is not there, so that nothing is spent: who is told that was let in. */
	isToNothing?: true;
	/** Afterwards the conversation is not what it was, or the caller not who they were. */
	spends?: true;
}

interface Guest {
	caller: Caller;
	subject: Subject;
}

const kept = new Map<Who, Promise<Guest>>();

/** Somebody of this kind with a conversation of their own: the same one each time, or a fresh one for a door that spends them. */
export function somebody(who: Who, baseUrl: string, documentId: string, door: Door): Promise<Guest> {
	if (door.spends) return make(who, baseUrl, documentId, door.to === undefined);
	const known = kept.get(who) ?? make(who, baseUrl, documentId, true);
	kept.set(who, known);
	return known;
}

async function make(who: Who, baseUrl: string, documentId: string, needsTurn: boolean): Promise<Guest> {
	const caller = new Caller(baseUrl);
	const subject = { conversationId: '', questionId: '', messageId: '', documentId, email: '' };
	if (who === 'visitor') return { caller, subject };
	if (who !== 'guest') await caller.enterAs(who);
	// What makes a guest is that they have written something.
	if (who !== 'guest' && !needsTurn) return { caller, subject };
	const { conversationId, messageId } = await ask(caller, 'Hello');
	const page = await caller.get(`/api/chat/sessions/${conversationId}/messages`);
	const { messages } = page.json as { messages: { id: string; role: string }[] };
	const questionId = messages.find(({ role }) => role === 'user')?.id ?? '';
	return { caller, subject: { ...subject, conversationId, questionId, messageId } };
}

/** True when the door opened. */
export async function isLetIn(caller: Caller, name: string, door: Door, subject: Subject): Promise<boolean> {
	const knock = door.knock(subject);
	if (knock.isUpgrade) return isSocketOpen(caller, knock.address);
	const method = name.slice(0, name.indexOf(' '));
	const action = /\?\/(.*)$/.exec(name)?.[1];
	const isForm = action !== undefined;
	const answer = await caller.call(
		method,
		isForm && action !== 'default' ? `${knock.address}?/${action}` : knock.address,
		{
			...(knock.json === undefined ? {} : { json: knock.json }),
			...(knock.file === undefined ? {} : { body: fileForm(knock.file) }),
			...(knock.form === undefined ? {} : { body: new URLSearchParams(knock.form).toString() }),
			headers: { ...headersFor(isForm, knock.address, caller), ...knock.headers }
		}
	);
	if (isForm) return isFormLetIn(answer, door.isToNothing);
	if (door.isToNothing && answer.status === 404) return true;
	return isOpen(answer.status, answer.headers.get('location'), answer.json);
}

function fileForm(words: string): FormData {
	const form = new FormData();
	form.set('file', new File([words], 'notes.txt'));
	return form;
}

async function isSocketOpen(caller: Caller, address: string): Promise<boolean> {
	const answer = await askForSocket(caller, address);
	if (!isSocket(answer)) return isOpen(answer.status, null, answer.json);
	answer.destroy();
	return true;
}

function headersFor(isForm: boolean, address: string, caller: Caller): Record<string, string> {
	if (isForm)
		return {
			'content-type': 'application/x-www-form-urlencoded',
			'x-sveltekit-action': 'true',
			accept: 'application/json',
			origin: new URL(caller.baseUrl).origin
		};
	return address.startsWith('/api/') ? {} : { accept: 'text/html' };
}

/** What an enhanced form gets: what became of it, as JSON. */
function isFormLetIn(answer: Answer, isToNothing = false): boolean {
	const result = answer.json as { type: string; status?: number; location?: string; error?: unknown };
	expect(result, answer.text.slice(0, 300)).toMatchObject({ type: expect.any(String) });
	const status = result.type === 'redirect' ? 303 : (result.status ?? answer.status);
	return (isToNothing && status === 404) || isOpen(status, result.location ?? null, result);
}

function isOpen(status: number, location: string | null, body: unknown): boolean {
	expect(status, JSON.stringify(body ?? null).slice(0, 300)).toBeLessThan(500);
	if (status >= 300 && status < 400) return !/^\/sign-in(\?|$)/.test(location ?? '');
	const { details } = (body as { error?: { details?: { reason?: string } } } | undefined)?.error ?? {};
	return ![401, 403, 404, 429].includes(status) || details?.reason === 'step-up';
}

export const newEmail = (): string => `${randomBytes(8).toString('hex')}@example.org`;
