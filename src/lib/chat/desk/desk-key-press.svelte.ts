// Hears the desk's keys anywhere on its pages.
import { areSingleKeysOn, keepSingleKeys } from '../shortcuts.ts';
import { deskKeyFor, type DeskKey } from './desk-keys.ts';

export class DeskKeyPress {
	isHelpOpen = $state(false);
	areSingleKeysOn = $state(true);

	/** `act` is true when it did something. */
	constructor(private readonly act: (key: DeskKey) => boolean) {}

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
		const isField =
			target?.closest('input:not([type=radio]), textarea, select, [contenteditable]') instanceof Element;
		const key = deskKeyFor(event, { isField, areSingleKeysOn: this.areSingleKeysOn });
		if (key === undefined) return;
		if (key === 'help') this.isHelpOpen = true;
		else if (!this.act(key)) return;
		event.preventDefault();
	}
}
