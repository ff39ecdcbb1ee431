// What a message can be for: a closed list. A message with two wishes has the intent of the one that something must be done for.
export const INTENTS = [
	/** Hello, goodbye, "never mind", "are you a robot?" */
	'small-talk',
	/** Thanks and praise. */
	'thanks',
	/** Asks for knowledge: about the school or about music. */
	'question',
	'pricing',
	'scheduling',
	'cancel-or-reschedule',
	'technical-problem',
	'complaint',
	'ticket-create',
	'ticket-status',
	'ticket-update',
	/** Wants a human. */
	'person',
	/** About the person's recordings and what was measured in them. */
	'recording',
	'account',
	/** Nothing a music school is asked. */
	'other'
] as const;
export type Intent = (typeof INTENTS)[number];
