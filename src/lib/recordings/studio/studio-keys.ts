// The single keys of the studio. They are heard before the app's own and only outside of fields; what they do not mean goes on to it.

export type StudioKey =
	'toggle' | 'back' | 'forward' | 'loop-from' | 'loop-to' | 'loop-off' | 'note' | 'help';

const KEYS: Readonly<Record<string, StudioKey>> = {
	' ': 'toggle',
	ArrowLeft: 'back',
	ArrowRight: 'forward',
	'[': 'loop-from',
	']': 'loop-to',
	Escape: 'loop-off',
	n: 'note',
	'?': 'help'
};

type Pressed = Pick<
	KeyboardEvent,
	'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'isComposing' | 'defaultPrevented'
>;

export function studioKeyFor(event: Pressed, target: Element | undefined): StudioKey | undefined {
	if (event.defaultPrevented || event.isComposing || event.altKey || event.ctrlKey || event.metaKey)
		return undefined;
	if (target?.closest('input, textarea, select, audio, dialog, [role=menu], [contenteditable]'))
		return undefined;
	const key = KEYS[event.key];
	// Space presses the button, opens the summary or follows the link that has the focus.
	if (key === 'toggle' && target?.closest('button, summary, a')) return undefined;
	// Arrows walk between tabs.
	if ((key === 'back' || key === 'forward') && target?.closest('[role=tab], [role=radiogroup]'))
		return undefined;
	return key;
}
