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

type KeyRows = readonly (readonly [keys: string[], what: string])[];

/** As they are shown, on the page of one conversation. */
export const conversationKeys = (): KeyRows => [
	[['Alt S'], m.handover_key_insert()],
	[['r'], m.handover_key_refresh()],
	[['t'], m.handover_key_take()],
	[['m', '/'], m.handover_key_message()],
	[['n'], m.handover_key_note()],
	[['h'], m.handover_key_whisper()],
	[['b'], m.handover_key_release()],
	[['l'], m.handover_key_list()],
	[['Esc'], m.handover_key_leave()],
	[['?'], m.handover_key_help()]
];

/** Likewise, on the page of the list. */
export const listKeys = (): KeyRows => [
	[['j'], m.handover_key_next()],
	[['k'], m.handover_key_previous()],
	[['↵'], m.handover_key_open()],
	[['a'], m.handover_key_presence()],
	[['?'], m.handover_key_help()]
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
