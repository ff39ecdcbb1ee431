import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { SYSTEM } from '#lib/shared/actor.ts';
import type { ConversationMessage, MessagePart } from '#lib/shared/conversation/message.ts';
import type { TurnData } from '#lib/shared/conversation/parts.ts';
import { createDatabase, type Bindings } from '../platform/index.ts';
import { createDatabaseProjection } from './projection/database-projection.ts';
import type { ProjectionBatch } from './projection/projection.ts';
import { tallyVariants } from './tally-variants.ts';

const database = createDatabase((env as unknown as Bindings).DB);

const report = (variants?: TurnData['variants']): MessagePart => ({
	type: 'data-turn',
	data: {
		...{ intent: 'question', sentiment: 0, confidence: 1, refused: false, topics: [], entities: [] },
		...{ toolCalls: [], model: 'embedded' },
		...(variants === undefined ? {} : { variants })
	}
});
const handover: MessagePart = {
	type: 'data-handover',
	id: 'h1',
	data: { requestId: 'h1', reason: 'x', status: 'requested' }
};

function answer(id: string, parts: MessagePart[], seq: number): ConversationMessage {
	return {
		...{ id, role: 'assistant', parentId: null, parts, metadata: { turnId: id }, status: 'complete' },
		...{ createdAt: 1, seq, lastSeq: seq }
	};
}

it('counts answers, ratings and hand-overs by the variant that was recorded with the answer', async () => {
	const three = { 'answer-passages': 'three' };
	const rate = (messageId: string, value: 'up' | 'down') => ({
		messageId,
		rating: { value, reason: null, updatedAt: 1 }
	});
	const batch: ProjectionBatch = {
		conversation: {
			...{ id: 'c1', personId: SYSTEM.userId, title: 't', status: 'active', language: 'en', channel: 'text' },
			...{ metadata: { voiceEnabled: false }, messageCount: 5, createdAt: 1, updatedAt: 1 },
			...{ deletedAt: null, pinnedAt: null, tags: [] }
		} as unknown as ProjectionBatch['conversation'],
		seq: 9,
		messages: [
			answer('a1', [report(three)], 1),
			answer('a2', [report(three), handover], 2),
			answer('a3', [report({ 'answer-passages': 'six' })], 3),
			answer('a4', [report({ another: 'three' })], 4),
			answer('a5', [report(), handover], 5)
		],
		ratings: [rate('a1', 'up'), rate('a2', 'down'), rate('a5', 'up')],
		handovers: [],
		remembered: undefined
	};
	await createDatabaseProjection(database).write(batch);
	expect(await tallyVariants(database, 'answer-passages')).toEqual({
		three: { answers: 2, up: 1, down: 1, handovers: 1 },
		six: { answers: 1, up: 0, down: 0, handovers: 0 }
	});
});
