// What one short message is for, how it sounds, in which language it is and what it names. Pure; without a search and without the
// conversation. Where a rule is exact it decides (whole-message small talk, "let me talk to a human", a ticket's number); else the fitted model.
import { INTENTS, type Intent } from '#lib/shared/conversation/intents.ts';
import { findEntities, type MessageEntity } from './entities.ts';
import { readFeatures, type SparseVector } from './features.ts';
import { languageOf } from './language.ts';
import { createClassifier } from './linear-model.ts';
import { asksForPerson, smallTalkOf } from './small-talk.ts';
import { INTENT_MODEL, SENTIMENT_MODEL } from './weights.ts';

export interface Understanding {
	intent: Intent;
	/** 0..1: how sure that is. 1 where a rule decided. */
	intentConfidence: number;
	/** -1 (angry, disappointed) .. 1 (delighted). 0 where neither is more likely than neutral. */
	sentiment: number;
	/** ISO 639-1, or `und`. */
	language: string;
	entities: MessageEntity[];
}

const classifyIntent = createClassifier(INTENT_MODEL);
const classifySentiment = createClassifier(SENTIMENT_MODEL);
/** A message with a ticket's number is about that ticket. */
const ABOUT_A_TICKET: ReadonlySet<Intent> = new Set<Intent>(['ticket-status', 'ticket-update']);

/** An order, with a ticket's number in it: "close ticket 12", "Ticket 12 bitte schliessen". */
const CHANGES =
	/^\W*(?:(?:please|pls|bitte|ok(?:ay)?,?|(?:can|could|would|will) (?:you|u)|you (?:can|may)|i(?:['’]d| would) like to|merci de|por favor|kannst du|können sie|peux-tu|pouvez-vous|puedes?|puoi|può|kun je|kunt u|pode)\s+)*(?:close|re-?open|add|append|mark|make|set|put|change|update|delete|withdraw|cancel|take back|attach|lower|mention|tell them|reply|comment|note|correct|escalate|schlie(?:ss|ß)|öffne(?=.*\bwieder)|erg[äa]nz|schreib|setz|ferme|ajoute|rouvr|r[ée]ouvr|mettre|mettez|cierra|a[ñn]ade|agrega|reabr|sube|chiud|aggiung|riapr|sluit|voeg|heropen|fech|adicion)\p{L}*(?!\p{L})|^\W*\S{0,12}\s?(?:#|t-)?\d+ bitte (?:wieder )?(?:schlie|öffn|zumach)/iu;

const POLITE_ORDER =
	/^\W*(?:(?:please|hi|hello)\W+)?(?:(?:can|could|would|will) (?:you|u)|kannst du|können sie|peux-tu|pouvez-vous|puedes?|puoi|può|kun je|kunt u|pode)(?!\p{L})/iu;

export function understand(text: string): Understanding {
	const entities = findEntities(text);
	const vector = readFeatures(
		text,
		entities.map(({ kind }) => kind)
	);
	const { intent, confidence } = intentOf(text, entities, vector);
	return {
		intent,
		intentConfidence: confidence,
		sentiment: sentimentOf(vector),
		language: languageOf(text),
		entities
	};
}

function intentOf(
	text: string,
	entities: MessageEntity[],
	vector: SparseVector
): { intent: Intent; confidence: number } {
	const smallTalk = smallTalkOf(text);
	if (smallTalk !== undefined)
		return { intent: smallTalk === 'thanks' ? 'thanks' : 'small-talk', confidence: 1 };
	if (asksForPerson(text)) return { intent: 'person', confidence: 1 };
	const hasNumber = entities.some(({ kind }) => kind === 'ticket');
	if (hasNumber && CHANGES.test(text) && (!/\?\s*$/u.test(text) || POLITE_ORDER.test(text)))
		return { intent: 'ticket-update', confidence: 1 };
	const guesses = classifyIntent(vector).map((share, at) => {
		const intent = INTENTS[at] ?? 'other';
		return { intent, share: hasNumber && !ABOUT_A_TICKET.has(intent) ? 0 : share };
	});
	const sum = guesses.reduce((total, { share }) => total + share, 0);
	const best = guesses.reduce((first, guess) => (guess.share > first.share ? guess : first));
	return { intent: best.intent, confidence: sum > 0 ? Math.round((best.share / sum) * 100) / 100 : 0 };
}

/** Classes of the model: negative, neutral, positive. */
function sentimentOf(vector: SparseVector): number {
	const [negative = 0, neutral = 0, positive = 0] = classifySentiment(vector);
	if (neutral >= negative && neutral >= positive) return 0;
	return Math.round((positive - negative) * 100) / 100;
}
