// A school's desk for the dialogues: it answers every call as the tools would, always the same. Searching finds nothing there.
/** @typedef {import('./dialogues.mjs').Call} Call */

/** The number of every ticket that is opened there. */
export const OPENED = 77;

/** @param {number} number */
const ticket = (number, subject = 'The matter of it') => ({
	...{ number, subject, status: 'open', priority: 'normal' },
	...{ createdAt: '2026-11-03T09:00:00.000Z', updatedAt: '2026-11-20T10:00:00.000Z', comments: [] }
});

/** @type {Record<string, (input: Record<string, unknown>) => unknown>} */
export const DESK_TOOLS = {
	search_knowledge_base: () => ({ passages: [], terms: [] }),
	hand_over: () => ({ requestId: 'wish', status: 'requested', note: '' }),
	create_ticket: ({ subject }) => ({ ticket: ticket(OPENED, String(subject)) }),
	update_ticket: ({ number }) => ({ ticket: ticket(Number(number)) }),
	get_ticket: ({ number }) => ({
		tickets:
			number === undefined ? [ticket(41, 'The newest'), ticket(40, 'One before')] : [ticket(Number(number))]
	}),
	execute_tool_chain: ({ title }) => ({ chainId: 'chain', status: 'started', title, note: '' }),
	get_user_context: () => ({
		...{ summary: 'A lesson takes 30 minutes.', activeTopics: ['Lessons'] },
		...{ resolvedIssues: [], openQuestion: null }
	}),
	get_performance_analysis: () => ({
		recording: { title: 'Waltz', path: '/recordings/waltz', status: 'analyzed', openNotes: 0 },
		...{ tempo: 96, scores: [{ confidence: 0.6 }] },
		statements: [{ topic: 'timing', text: 'From 0:03 to 0:06 the playing is unsteadier in time (+0.15).' }]
	})
};
