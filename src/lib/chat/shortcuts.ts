// The keyboard map of the chat page. Single keys count only outside of fields, and can be turned off.

export type ShortcutName =
	| 'ask'
	| 'begin'
	| 'next'
	| 'previous'
	| 'version-after'
	| 'version-before'
	| 'edit'
	| 'copy'
	| 'retry'
	| 'search'
	| 'help'
	| 'call'
	| 'leave';

const KEYS: Readonly<Record<string, ShortcutName>> = {
	'/': 'ask',
	n: 'begin',
	j: 'next',
	ArrowDown: 'next',
	k: 'previous',
	ArrowUp: 'previous',
	ArrowLeft: 'version-before',
	ArrowRight: 'version-after',
	e: 'edit',
	c: 'copy',
	r: 'retry',
	s: 'search',
	'?': 'help',
	v: 'call',
	Escape: 'leave'
};

type Pressed = Pick<
	KeyboardEvent,
	'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'isComposing' | 'defaultPrevented'
>;

/** What a key means now; undefined when it belongs to whatever has the focus. */
export function shortcutFor(
	event: Pressed,
	focus: { isField: boolean; isTurn: boolean }
): ShortcutName | undefined {
	if (event.defaultPrevented || event.isComposing || event.altKey) return undefined;
	// From anywhere, fields too: no letter is written with it.
	if (event.ctrlKey || event.metaKey) return event.key.toLowerCase() === 'k' ? 'search' : undefined;
	const name = KEYS[event.key];
	if (name === 'leave') return name;
	if (focus.isField) return undefined;
	// Arrows scroll, unless one goes from turn to turn already. (With Alt they would be the browser's own way back.)
	if (event.key.startsWith('Arrow') && !focus.isTurn) return undefined;
	return name;
}

const OFF = 'segue:single-keys-off';

export function areSingleKeysOn(store: Pick<Storage, 'getItem'>): boolean {
	try {
		return store.getItem(OFF) === null;
	} catch {
		return true;
	}
}

export function keepSingleKeys(store: Pick<Storage, 'setItem' | 'removeItem'>, areOn: boolean): void {
	try {
		if (areOn) store.removeItem(OFF);
		else store.setItem(OFF, '1');
	} catch {
		// A forbidden store: the choice holds for this page.
	}
}
