import type { Component } from 'svelte';

/** With `href` it is a link to a file, without it an act. */
export type MenuItem = {
	label: string;
	icon: Component<{ size?: number; 'aria-hidden'?: 'true' }>;
	isCritical?: boolean;
} & ({ onselect: () => void; href?: undefined } | { href: string });
