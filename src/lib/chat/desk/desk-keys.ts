// The keyboard map of the desk. Single keys count only outside of fields, and can be turned off like the chat's.
import { m } from '#lib/paraglide/messages.js';

export type DeskKey =
	| 'insert'
	| 'take'
	| 'message'
	| 'note'
	| 'whisper'
	| 'release'
	| 'refresh'
	| 'next'
	| 'previous'
	| 'presence'
	| 'list'
	| 'help'
	| 'leave';

const KEYS: Readonly<Record<string, DeskKey>> = {
	t: 'take',
	'/': 'message',
	m: 'message',
	n: 'note',
	h: 'whisper',
	b: 'release',
	r: 'refresh',
	j: 'next',
	k: 'previous',
	a: 'presence',
	l: 'list',
	'?': 'help',
	Escape: 'leave'
};

/** As they are shown, on the page of one conversation. */
export const CONVERSATION_KEYS: readonly { keys: string[]; what: () => string }[] = [
	{ keys: ['Alt S'], what: m.handover_key_insert },
	{ keys: ['r'], what: m.handover_key_refresh },
	{ keys: ['t'], what: m.handover_key_take },
	{ keys: ['m', '/'], what: m.handover_key_message },
	{ keys: ['n'], what: m.handover_key_note },
	{ keys: ['h'], what: m.handover_key_whisper },
	{ keys: ['b'], what: m.handover_key_release },
	{ keys: ['l'], what: m.handover_key_list },
	{ keys: ['Esc'], what: m.handover_key_leave },
	{ keys: ['?'], what: m.handover_key_help }
];

/** Likewise, on the page of the list. */
export const LIST_KEYS: readonly { keys: string[]; what: () => string }[] = [
	{ keys: ['j'], what: m.handover_key_next },
	{ keys: ['k'], what: m.handover_key_previous },
	{ keys: ['↵'], what: m.handover_key_open },
	{ keys: ['a'], what: m.handover_key_presence },
	{ keys: ['?'], what: m.handover_key_help }
];

type Pressed = Pick<
	KeyboardEvent,
	'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'isComposing' | 'defaultPrevented' | 'getModifierState'
>;

/** undefined when the key belongs to whatever has the focus. */
export function deskKeyFor(
	event: Pressed,
	{ isField, areSingleKeysOn }: { isField: boolean; areSingleKeysOn: boolean }
): DeskKey | undefined {
	if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey) return undefined;
	// By the place of the key: with Alt some layouts write another letter. AltGr writes letters that are meant.
	if (event.altKey)
		return event.code === 'KeyS' && !event.getModifierState('AltGraph') ? 'insert' : undefined;
	const key = KEYS[event.key];
	if (key === 'leave') return key;
	return isField || !areSingleKeysOn ? undefined : key;
}
