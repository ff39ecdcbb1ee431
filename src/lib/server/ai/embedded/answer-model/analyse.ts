// What a message is for, how it sounds and what it names: pure, without a search. The chat room stores it with the turn.
// Sentiment is a small lexicon with negation, meant for "does this person need a human", not for research.
import { findEntities, type MessageEntity } from './entities.ts';
import { refersBack } from './follow-up.ts';
import { isAgreement, recogniseSmallTalk, type Intent } from './intents.ts';
import { sentimentOf } from './sentiment.ts';
import { splitQuestions } from './sub-questions.ts';

export type { MessageEntity } from './entities.ts';

export type AnalysisContext = {
	/** The person's earlier messages, oldest first. */
	earlier?: string[];
	/** True when the assistant has just offered to pass the conversation to a person. */
	personOffered?: boolean;
};

export type MessageAnalysis = {
	intent: Intent;
	/** -1 .. 1 */
	sentiment: number;
	entities: MessageEntity[];
};

export function analyseMessage(text: string, context: AnalysisContext = {}): MessageAnalysis {
	return { intent: intentOf(text, context), sentiment: sentimentOf(text), entities: findEntities(text) };
}

function intentOf(text: string, context: AnalysisContext): Intent {
	if (context.personOffered && isAgreement(text)) return 'person';
	const smallTalk = recogniseSmallTalk(text);
	if (smallTalk) return smallTalk;
	if ((context.earlier?.length ?? 0) > 0 && refersBack(text)) return 'follow-up';
	return splitQuestions(text).length > 1 ? 'multi-question' : 'question';
}
