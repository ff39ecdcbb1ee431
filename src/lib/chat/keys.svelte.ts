// Hears single keys anywhere on the page and hands them to whoever is there to act.
import { createContext } from 'svelte';
import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import { unattended } from '#lib/ui/unattended.ts';
import { areSingleKeysOn, keepSingleKeys, shortcutFor, type ShortcutName } from './shortcuts.ts';

/** True when it did something. */
export type ShortcutHandler = (name: ShortcutName) => boolean;

export class Keys {
	isHelpOpen = $state(false);
	areSingleKeysOn = $state(true);
	#handler: ShortcutHandler = () => false;

	/** The page that acts on keys now; the returned function takes it away again. */
	handle(handler: ShortcutHandler): () => void {
		this.#handler = handler;
		return () => {
			if (this.#handler === handler) this.#handler = () => false;
		};
	}

	readChoice(): void {
		this.areSingleKeysOn = areSingleKeysOn(localStorage);
	}

	choose(areOn: boolean): void {
		this.areSingleKeysOn = areOn;
		keepSingleKeys(localStorage, areOn);
	}

	press(event: KeyboardEvent): void {
		const target = event.target instanceof Element ? event.target : undefined;
		if (target?.closest('dialog, [role=menu]')) return;
		const isField = target?.closest('input, textarea, select, [contenteditable]') instanceof Element;
		const name = shortcutFor(event, {
			isField,
			isTurn: target?.closest('[data-turn], [data-reply]') instanceof Element
		});
		const isSingle = name !== 'leave' && !event.ctrlKey && !event.metaKey;
		if (name === undefined || (isSingle && !this.areSingleKeysOn)) return;
		if (this.#act(name)) event.preventDefault();
	}

	#act(name: ShortcutName): boolean {
		if (name === 'help') return (this.isHelpOpen = true);
		if (name === 'search') {
			if (!focusOn('main input[name=q]')) unattended(goto(resolve('/search')));
			return true;
		}
		if (this.#handler(name)) return true;
		if (name === 'begin') unattended(goto(resolve('/')));
		return name === 'begin';
	}
}

export function focusOn(selector: string): boolean {
	const element = document.querySelector<HTMLElement>(selector);
	element?.focus();
	return element !== null;
}

export const [useKeys, provideKeys] = createContext<Keys>();
