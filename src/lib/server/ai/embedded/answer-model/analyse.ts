// What a message is for within its conversation, how it sounds and what it names: pure, without a search. The chat room stores it with the turn.
import { isAgreement, understand, type Understanding } from '../understanding/index.ts';
import { refersBack } from './follow-up.ts';
import { splitQuestions } from './sub-questions.ts';

export type AnalysisContext = {
	/** The person's earlier messages, oldest first. */
	earlier?: string[];
	/** True when the assistant has just offered to pass the conversation to a person. */
	personOffered?: boolean;
};

export type MessageForm = 'single' | 'follow-up' | 'multi-question';

export type MessageAnalysis = Understanding & {
	/** Whether it stands on its own, refers back, or asks several things. */
	form: MessageForm;
};

export function analyseMessage(text: string, context: AnalysisContext = {}): MessageAnalysis {
	const understanding = understand(text);
	const form = formOf(text, context);
	if (context.personOffered && isAgreement(text))
		return { ...understanding, intent: 'person', intentConfidence: 1, form };
	return { ...understanding, form };
}

function formOf(text: string, context: AnalysisContext): MessageForm {
	if ((context.earlier?.length ?? 0) > 0 && refersBack(text)) return 'follow-up';
	return splitQuestions(text).length > 1 ? 'multi-question' : 'single';
}
