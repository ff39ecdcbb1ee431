// Short replies that are no question of their own: the word on what a tool asked, and words that only stop.
import { wordsOf } from './spoken-words.ts';

const YES = new Set(
	(
		'yes|yeah|yep|yup|yes please|yes thanks|yes do|yes do it|yes do that|yes go ahead|yes that is right|yes correct|sure|sure thing|okay|ok|alright|' +
		'all right|please|please do|do it|do that|go ahead|go on|of course|absolutely|definitely|correct|that is correct|that is right|' +
		"that's right|that's correct|exactly|confirm|i confirm|confirmed|fine|that's fine|sounds good|right"
	).split('|')
);
const NO = new Set(
	(
		"no|nope|nah|no thanks|no thank you|don't|do not|don't do it|don't do that|no don't|no don't do it|no don't do that|cancel|cancel it|cancel that|stop|not now|no not now|" +
		"never mind|leave it|rather not|i'd rather not|better not|please don't|no stop|wrong|that's wrong|that is wrong"
	).split('|')
);
const STOP = new Set(
	(
		'stop|wait|wait wait|hold on|hang on|pause|quiet|enough|stop it|stop that|stop talking|please stop|okay stop|be quiet|one moment|' +
		'just a moment|one second|wait a moment|wait a second|wait a minute|hush|silence|shush|okay wait|okay enough'
	).split('|')
);

const FILLERS = new Set(['um', 'uh', 'er', 'erm', 'oh', 'well', 'mm', 'hm', 'ah']);

function plain(text: string): string {
	const words = wordsOf(text).filter((word) => !FILLERS.has(word));
	// "Yes, yes." is one word said twice.
	return words.filter((word, index) => word !== words[index - 1]).join(' ');
}

/** What was said to "Shall I …?"; undefined when it was something else. */
export function readApproval(text: string): boolean | undefined {
	const words = plain(text);
	if (YES.has(words)) return true;
	return NO.has(words) ? false : undefined;
}

/** Nothing is asked by it: the answer is to be silent. */
export function isOnlyStop(text: string): boolean {
	return STOP.has(plain(text));
}
