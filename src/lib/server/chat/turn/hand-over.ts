// The tool hand_over: records that a person is wanted, once a turn, and says what that means. No person is live yet: the request
// waits in the school's list, and outside its hours becomes a ticket; the answer must not promise more.
import { z } from 'zod';
import { nextWorkingMoment } from '#lib/shared/business-hours.ts';
import type { TurnPart } from '#lib/shared/conversation/parts.ts';
import { defineTool, type RegisteredTool } from '../../tools/index.ts';
import type { ConversationContext } from '../conversation-context.ts';
import { requireFewWishes, wishForPerson } from '../floor/wishes.ts';

const Parameters = z.object({
	reason: z.string().trim().min(1).max(500).describe('Why a person is wanted, in one sentence.')
});

export interface HandOverAnswer {
	requestId: string;
	status: 'requested';
	/** Outside the school's hours: when they begin again, in words and in its own time zone. */
	opens?: string;
	/** For the model: what it may say. */
	note: string;
}

const NOTES = {
	open: 'The request has been recorded for the school. No person has joined the conversation yet.',
	closed:
		'The school is closed until `opens`, so nobody joins before. The request becomes a ticket that the school answers; its number appears in the conversation.'
};

/** As in "Monday 23 November, 09:00". */
const inWords = (at: number, timeZone: string): string =>
	new Intl.DateTimeFormat('en-GB', {
		...{ timeZone, weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' }
	})
		.format(at)
		.replace(' at ', ', ');

export function createHandOverTool(
	context: ConversationContext,
	emit: (part: TurnPart) => void
): RegisteredTool {
	const { clock, log } = context;
	return defineTool<z.infer<typeof Parameters>, HandOverAnswer>(
		{
			name: 'hand_over',
			description:
				'Records that the person wants to talk to a human of the school. Call it when they ask for one, or when you cannot help. Nobody joins at once.',
			parameters: Parameters,
			permission: 'write:handover',
			timeoutMs: 2_000,
			confirmation: 'never',
			idempotencyKey: (_input, context) => context.turnId,
			async execute({ reason }, { turnId }) {
				requireFewWishes(context);
				const known = context.store.handovers.open();
				const standing = wishForPerson(context, turnId, { reason, origin: 'model' });
				if (standing.id !== known?.id)
					emit({
						type: 'data-handover',
						id: standing.id,
						data: { requestId: standing.id, reason, status: 'requested' }
					});
				const answer = { requestId: standing.id, status: 'requested' } as const;
				// One moment for both: the clock goes on between two looks at it.
				const now = clock.now();
				const opensAt = nextWorkingMoment(now, context.hours);
				if (standing.status === 'taken' || opensAt === now) return { ...answer, note: NOTES.open };
				return { ...answer, opens: inWords(opensAt, context.hours.timeZone), note: NOTES.closed };
			}
		},
		{ clock, log }
	);
}
