// The bench's Worker. Each path does its work `count` times and answers when all of it is durable; the caller's clock measures.
import { DurableObject } from 'cloudflare:workers';
import {
	createConversation,
	createRetention,
	type Conversation,
	type TurnOrder
} from '#lib/server/chat/index.ts';
import { createLogger, createRunInBackground } from '#lib/server/observability/index.ts';
import { systemClock } from '#lib/server/platform/index.ts';
import { createToolRegistry } from '#lib/server/tools/index.ts';
import type { Actor } from '#lib/shared/actor.ts';
import { ALWAYS } from '#lib/shared/business-hours.ts';
import { newId } from '#lib/shared/ids.ts';
import { countedStorage, type Counts } from './counted-storage.ts';
import { createScriptedModel } from './scripted-model.ts';

interface Environment {
	CONVERSATIONS: DurableObjectNamespace<BenchConversation>;
	BARE: DurableObjectNamespace<BareObject>;
}

const ACTOR: Actor = { userId: 'bench', role: 'user', via: 'session' };
const TEXT = 'How long is a piano lesson, and what does it cost?';
/** What is said in a long conversation, in words as a model says them. */
const ANSWER =
	'It is settled with the office. Room 4 is open on Mondays. Ask Anna about the rest of it.'.split(/(?<= )/);
const MATTERS = ['violin', 'piano', 'choir', 'refund', 'exam', 'recital', 'harp', 'theory', 'parking'];

/** As many as may wait for an answer in one conversation; the first runs. */
const MESSAGES_A_CONVERSATION = 100;

const order = (conversationId: string, text = TEXT): TurnOrder => ({
	trigger: 'submit',
	conversationId,
	clientMessageId: newId(),
	text,
	origin: { language: 'en' }
});

export class BenchConversation extends DurableObject<Environment> {
	#conversation: Conversation | undefined;
	readonly #counts: Counts = { statements: 0, rowsRead: 0, rowsWritten: 0 };

	#open(deltas: Parameters<typeof createScriptedModel>[0]): Conversation {
		const log = createLogger({ level: 'error' });
		this.#conversation ??= createConversation({
			name: this.ctx.id.name ?? '',
			storage: countedStorage(this.ctx.storage, this.#counts),
			clock: systemClock,
			log,
			newId,
			answerModels: () => [createScriptedModel(deltas)],
			spokenAnswerModels: () => [createScriptedModel(deltas)],
			smallModels: () => [],
			tools: createToolRegistry([]),
			attachments: { readText: () => Promise.resolve(undefined), eraseOf: () => Promise.resolve() },
			variantsFor: () => Promise.resolve({}),
			schoolName: 'Bench',
			mayAnswer: () => Promise.resolve(true),
			hours: ALWAYS,
			policyTopics: [],
			escalate: () => Promise.resolve(),
			runInBackground: createRunInBackground((work) => this.ctx.waitUntil(work), log),
			later: (delayMs, work) => void setTimeout(work, delayMs),
			retention: createRetention({ guestDays: 30, accountDays: 365, isGuest: () => Promise.resolve(false) }),
			archive: {
				ownerOf: () => Promise.resolve(undefined),
				put: () => Promise.reject(new Error('nothing is archived here')),
				get: () => Promise.resolve(undefined),
				remove: () => Promise.resolve(),
				noteArchived: () => Promise.resolve()
			},
			projection: { write: () => Promise.resolve(true), erase: () => Promise.resolve() },
			sockets: () => [],
			call: { isOpen: () => false, ring: () => undefined },
			onErased: () => undefined,
			onLeft: () => undefined
		});
		return this.#conversation;
	}

	/** One message, accepted: in the log for good. */
	async accept(conversationId: string): Promise<void> {
		const { body } = await this.#open('never').run(ACTOR, order(conversationId));
		await body.cancel();
	}

	/** One answer of so many words, written to its end. */
	async answer(conversationId: string, deltas: number): Promise<number> {
		const { body } = await this.#open(deltas).run(ACTOR, order(conversationId));
		return (await new Response(body).arrayBuffer()).byteLength;
	}

	/** Turns of a long conversation, one after another; what their statements cost. */
	async turns(conversationId: string, count: number): Promise<Counts> {
		const conversation = this.#open(ANSWER);
		return this.#counted(async () => {
			for (let at = 0; at < count; at++) {
				const matter = MATTERS[at % MATTERS.length] ?? '';
				const question = `What about the ${matter} in week ${at % 53}?`;
				const { body } = await conversation.run(ACTOR, order(conversationId, question));
				if (!(await new Response(body).text()).includes('{"type":"finish"'))
					throw new Error('a turn was not finished');
			}
		});
	}

	/** A process that knows nothing yet opens it: its view and its newest messages. */
	async reopen(): Promise<Counts> {
		this.#conversation = undefined;
		return this.#counted(() => {
			this.#open(ANSWER).view(ACTOR);
			this.#open(ANSWER).messages(ACTOR, { limit: 50 });
		});
	}

	async #counted(work: () => void | Promise<void>): Promise<Counts> {
		const before = { ...this.#counts };
		await work();
		const { statements, rowsRead, rowsWritten } = this.#counts;
		return {
			statements: statements - before.statements,
			rowsRead: rowsRead - before.rowsRead,
			rowsWritten: rowsWritten - before.rowsWritten
		};
	}

	/** The whole log of the last answer, as a reader who comes back gets it. */
	override async fetch(): Promise<Response> {
		const stream = await this.#open(0).resume(ACTOR, 0);
		return new Response(stream?.body ?? null);
	}
}

export class BareObject extends DurableObject<Environment> {
	constructor(ctx: DurableObjectState, env: Environment) {
		super(ctx, env);
		ctx.storage.sql.exec(
			'CREATE TABLE IF NOT EXISTS rows (seq INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL)'
		);
	}

	insert(text: string): void {
		this.ctx.storage.sql.exec('INSERT INTO rows (body) VALUES (?)', text);
	}

	async commitEach(bodies: number): Promise<void> {
		for (let at = 0; at < bodies; at++) {
			this.insert(JSON.stringify({ type: 'text-delta', id: 'text', delta: `word${at} ` }));
			await this.ctx.storage.sync();
		}
	}

	/** One SELECT, one write. */
	override fetch(): Response {
		const rows = this.ctx.storage.sql.exec<{ seq: number; body: string }>('SELECT seq, body FROM rows');
		return new Response(Array.from(rows, ({ seq, body }) => `id: ${seq}\ndata: ${body}\n\n`).join(''));
	}
}

export default {
	async fetch(request: Request, { CONVERSATIONS, BARE }: Environment): Promise<Response> {
		const { pathname } = new URL(request.url);
		const { name = 'one', count = 1 } = await request
			.json<{ name?: string; count?: number }>()
			.catch((): { name?: string; count?: number } => ({}));
		const bare = BARE.get(BARE.idFromName(name));
		const conversationOf = (part: number) => CONVERSATIONS.get(CONVERSATIONS.idFromName(`${name}-${part}`));
		let bytes = 0;
		switch (pathname) {
			case '/migrate':
				break;
			case '/accept':
				for (let at = 0; at < count; at++) {
					const part = Math.floor(at / MESSAGES_A_CONVERSATION);
					await conversationOf(part).accept(`${name}-${part}`);
				}
				break;
			case '/insert':
				for (let at = 0; at < count; at++) await bare.insert(TEXT);
				break;
			case '/answer':
				bytes = await conversationOf(0).answer(`${name}-0`, count);
				break;
			case '/turns':
				return Response.json(await conversationOf(0).turns(`${name}-0`, count));
			case '/open':
				return Response.json(await conversationOf(0).reopen());
			case '/commit-each':
				await bare.commitEach(count);
				break;
			case '/resume':
				bytes = (await (await conversationOf(0).fetch('http://object/')).arrayBuffer()).byteLength;
				break;
			case '/select':
				bytes = (await (await bare.fetch('http://object/')).arrayBuffer()).byteLength;
				break;
			default:
				return new Response(null, { status: 404 });
		}
		return Response.json({ bytes });
	}
};
