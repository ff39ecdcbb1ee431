// What the model does next: call tools, or say something. The planner decides it; the face turns it into stream parts.
import type { Intent } from '#lib/shared/conversation/intents.ts';

export type ToolRequest = { toolName: string; input: Record<string, unknown> };

/** What the turn is about, for the `data-turn` part: goes out as providerMetadata.segue of the finish part. */
export type TurnReport = {
	intent: Intent;
	/** -1 (angry, disappointed) .. 1 (delighted). */
	sentiment: number;
	/** 0..1: how sure the model is that what it said answers the question. */
	confidence: number;
	/** The knowledge did not hold an answer, and the reply says so. */
	refused: boolean;
	/** Titles and headings the reply rests on, or the nearest ones when it was refused. */
	topics: string[];
};

export type Step =
	| { kind: 'call'; requests: ToolRequest[]; report: TurnReport }
	| { kind: 'say'; text: string; report: TurnReport };
