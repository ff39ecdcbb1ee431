// Whether an answer depends on nobody, so that whoever asks the same may be given it: a first question that names nobody, with nothing
// beside it. What tools tell of a person makes it personal later on; that is the cache's to see.
import type { ModelMessage } from 'ai';
import { findPersonal } from '../../guardrails/index.ts';

interface Ordered {
	messages: readonly ModelMessage[];
	/** What is told beside the messages: memory, notes, files, an approval. */
	beside: readonly unknown[];
}

export function isImpersonal({ messages, beside }: Ordered): boolean {
	const [question] = messages;
	if (messages.length !== 1 || question?.role !== 'user' || typeof question.content !== 'string')
		return false;
	return beside.length === 0 && findPersonal(question.content, []).length === 0;
}
