// Dialogs about one conversation. Their code is fetched when they are first wanted.
import { createContext, type Component } from 'svelte';

/** A conversation as its dialogs know it. */
export interface Subject {
	id: string;
	title: string;
	tags: readonly string[];
}

interface DialogProps extends Record<string, unknown> {
	subject: Subject;
	isOpen: boolean;
}

const LOADERS = {
	share: () => import('./ShareDialog.svelte'),
	tags: () => import('./TagDialog.svelte')
} satisfies Record<string, () => Promise<{ default: Component<DialogProps, object, 'isOpen'> }>>;

export class Dialogs {
	shown: { component: Component<DialogProps, object, 'isOpen'>; subject: Subject } | undefined = $state.raw();
	isOpen = $state(false);

	/** Rejects when its code cannot be had (the network is away). */
	async open(kind: keyof typeof LOADERS, subject: Subject): Promise<void> {
		const { default: component } = await LOADERS[kind]();
		this.shown = { component, subject };
		this.isOpen = true;
	}
}

export const [useDialogs, provideDialogs] = createContext<Dialogs>();
