// The entries of a conversation's menu. Loaded when the first menu is opened: most pages are read without one.
import Braces from '@lucide/svelte/icons/braces';
import Download from '@lucide/svelte/icons/download';
import Headset from '@lucide/svelte/icons/headset';
import PenLine from '@lucide/svelte/icons/pen-line';
import Pin from '@lucide/svelte/icons/pin';
import PinOff from '@lucide/svelte/icons/pin-off';
import Share2 from '@lucide/svelte/icons/share-2';
import Tag from '@lucide/svelte/icons/tag';
import Trash2 from '@lucide/svelte/icons/trash-2';
import { m } from '#lib/paraglide/messages.js';
import type { MenuItem } from '#lib/ui/menu-item.ts';
import type { Toasts } from '#lib/ui/toasts.svelte.ts';
import type { Conversations } from './conversations.svelte.ts';
import type { Dialogs, Subject } from './dialogs.svelte.ts';

export type MenuSubject = Subject & { pinned: boolean };

/** Acts that only one place has. */
export interface PlaceActs {
	onrename?: (() => void) | undefined;
	onremove?: (() => void) | undefined;
	/** Asks for a person of the school. */
	onperson?: (() => void) | undefined;
}

export function conversationActs(
	subject: MenuSubject,
	{ conversations, dialogs, toasts }: { conversations: Conversations; dialogs: Dialogs; toasts: Toasts },
	{ onrename, onremove, onperson }: PlaceActs
): MenuItem[] {
	const { id, pinned } = subject;
	const file = (format: 'md' | 'json') => `/api/chat/${id}/export?format=${format}`;

	function togglePin(): void {
		toasts.attempt(conversations.change(id, { pinned: !pinned }));
		toasts.show(pinned ? m.chat_unpinned() : m.chat_pinned_done(), {
			label: m.ui_undo(),
			run: () => toasts.attempt(conversations.change(id, { pinned }))
		});
	}

	const more: (MenuItem | undefined)[] = [
		onrename && { label: m.chat_rename(), icon: PenLine, onselect: onrename },
		onremove && { label: m.ui_remove(), icon: Trash2, isCritical: true, onselect: onremove },
		onperson && { label: m.floor_ask(), icon: Headset, onselect: onperson }
	];
	return [
		pinned
			? { label: m.chat_unpin(), icon: PinOff, onselect: togglePin }
			: { label: m.chat_pin(), icon: Pin, onselect: togglePin },
		{ label: m.chat_tags_edit(), icon: Tag, onselect: () => toasts.attempt(dialogs.open('tags', subject)) },
		{ label: m.chat_share(), icon: Share2, onselect: () => toasts.attempt(dialogs.open('share', subject)) },
		{ label: m.chat_export_markdown(), icon: Download, href: file('md') },
		{ label: m.chat_export_json(), icon: Braces, href: file('json') },
		...more.filter((item) => item !== undefined)
	];
}
