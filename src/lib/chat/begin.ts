import { createContext } from 'svelte';

/** How a page inside the room asks a first question. */
export const [useBegin, provideBegin] = createContext<(text: string) => void>();

/** How it begins a call. */
export const [useCall, provideCall] = createContext<() => void>();
