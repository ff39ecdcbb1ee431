import { createContext } from 'svelte';
import type { Theme } from './theme.ts';

/** The colours in force for this reader; undefined leaves them to the system. */
export class Look {
	theme: Theme | undefined = $state();

	constructor(theme: Theme | undefined) {
		this.theme = theme;
	}
}

export const [useLook, provideLook] = createContext<Look>();
