// When each thing of a turn happened, and what that says of it. Content-free.
import type { CallModes, ServerTurnMetrics } from '#lib/shared/voice/protocol.ts';
import type { Clock } from '../platform/index.ts';

type Step =
	| 'speechStarted'
	| 'firstInterim'
	/** The last voiced sound, as the server got it. */
	| 'speechEnded'
	| 'final'
	| 'submitted'
	| 'firstText'
	| 'firstPiece'
	| 'firstSound'
	| 'firstSent';

export interface TurnTiming {
	/** The first time counts. */
	note(step: Step, at?: number): void;
	metrics(
		rest: Pick<ServerTurnMetrics, 'heardRatio' | 'micGapFrames' | 'replayedFrames'> & { modes: CallModes }
	): ServerTurnMetrics;
}

export function createTurnTiming(clock: Clock): TurnTiming {
	const at = new Map<Step, number>();
	const between = (from: Step, to: Step): number | undefined => {
		const start = at.get(from);
		const end = at.get(to);
		return start === undefined || end === undefined || end < start ? undefined : end - start;
	};

	/** From the end of speech to the first sound, without what transcriber, model and speaker took: what the product itself costs. */
	function overhead(): number | undefined {
		const parts = [between('final', 'submitted'), between('firstSound', 'firstSent')];
		return parts.includes(undefined) ? undefined : parts.reduce<number>((sum, part) => sum + (part ?? 0), 0);
	}

	return {
		note(step, when) {
			if (!at.has(step)) at.set(step, when ?? clock.now());
		},
		metrics: ({ heardRatio, ...rest }) => ({
			...known('eotDelayMs', between('speechEnded', 'final')),
			...known('firstInterimMs', between('speechStarted', 'firstInterim')),
			...known('llmTtftMs', between('submitted', 'firstText')),
			...known('firstClauseMs', between('firstText', 'firstPiece')),
			...known('ttsTtfbMs', between('firstPiece', 'firstSound')),
			...known('overheadMs', overhead()),
			...known('heardRatio', heardRatio),
			...rest
		})
	};
}

function known<Name extends string>(name: Name, value: number | undefined): Partial<Record<Name, number>> {
	return value === undefined ? {} : ({ [name]: value } as Record<Name, number>);
}
