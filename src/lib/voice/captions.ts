// What is said, as entries to be read along: one's own words while they are understood, answers while they are heard. Pure: each change
// is a new list.
import type { Caption } from './call-face.ts';
import type { CallResponse } from './responses.ts';

/** Older entries are in the conversation. */
const MOST = 200;

type Captions = readonly Caption[];

/** What is being understood of the person, which may still change. '' takes it back. */
export function withInterim(captions: Captions, text: string, id: string): Captions {
	const open = captions.findLast(isOpenOwn);
	if (text === '') return open === undefined ? captions : captions.filter((caption) => caption !== open);
	return put(captions, own(open?.id ?? id, text, true));
}

/** A turn was understood, or typed: it has its words. */
export function withTurn(captions: Captions, text: string, id: string): Captions {
	const open = captions.findLast(isOpenOwn);
	if (open === undefined) return put(captions, own(id, text, false));
	return captions.map((caption) => (caption === open ? own(open.id, text, false) : caption));
}

/** An answer as far as it has come. */
export function withResponse(captions: Captions, response: CallResponse): Captions {
	const { text, heardChars, isDone, isCancelled, from, messageId } = response;
	const caption: Caption = {
		id: `response-${response.id}`,
		who: from,
		text,
		interim: !isDone && !isCancelled,
		heardChars,
		isCut: isCancelled && heardChars < text.length,
		messageId
	};
	// An answer that was cancelled before its first word leaves no trace.
	if (text === '' && isCancelled) return captions.filter(({ id }) => id !== caption.id);
	return put(captions, caption);
}

function own(id: string, text: string, interim: boolean): Caption {
	return { id, who: 'me', text, interim, heardChars: text.length, isCut: false };
}

const isOpenOwn = ({ who, interim }: Caption) => who === 'me' && interim;

/** In the place of the one with its id, or at the end. */
function put(captions: Captions, caption: Caption): Captions {
	if (captions.some(({ id }) => id === caption.id))
		return captions.map((known) => (known.id === caption.id ? caption : known));
	return [...captions, caption].slice(-MOST);
}
