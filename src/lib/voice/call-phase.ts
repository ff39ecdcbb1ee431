// Which of its phases a call is in, from what is known of it: pure, so that no order of events can leave a wrong one standing.
import type { CallPhase } from './call-face.ts';

export interface CallFacts {
	/** Before and after there is a line; `on`: it is called. */
	stage: 'idle' | 'asking-permission' | 'on' | 'ended' | 'refused';
	line: 'opening' | 'ready' | 'lost';
	/** It was ready once. */
	hasBegun: boolean;
	/** As the server says. */
	floor: 'listening' | 'thinking' | 'speaking' | 'with-person';
	isPaused: boolean;
	/** The person cut the assistant off and has not finished. */
	isInterrupted: boolean;
	/** An answer is heard, or its words are coming. */
	isSaid: boolean;
	/** The person speaks. */
	isHeard: boolean;
}

export const FIRST_FACTS: Readonly<CallFacts> = {
	stage: 'asking-permission',
	line: 'opening',
	hasBegun: false,
	floor: 'listening',
	isPaused: false,
	isInterrupted: false,
	isSaid: false,
	isHeard: false
};

export function phaseOf(facts: CallFacts): CallPhase {
	if (facts.stage !== 'on') return facts.stage;
	if (facts.line !== 'ready') return facts.hasBegun ? 'reconnecting' : 'connecting';
	if (facts.isPaused) return 'paused';
	if (facts.isInterrupted) return 'interrupted';
	if (facts.isSaid) return 'speaking';
	if (facts.isHeard) return 'hearing';
	// Sound may still be heard when the server has long sent it, but not the other way round: what it says then is the future.
	return facts.floor === 'speaking' ? 'thinking' : facts.floor;
}
