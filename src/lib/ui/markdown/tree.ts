// What Markdown.svelte draws: Markdown reduced to the few things a page shows, with source offsets, and text already cut
// where marks begin and end.

/** A stretch of the source to be set apart; overlapping ones are cut, the earlier wins. */
export interface Mark {
	key: string;
	start: number;
	end: number;
}

export interface Piece {
	start: number;
	text: string;
	mark?: string;
	/** The first piece of its mark. */
	opens?: true;
	/** Set on the last piece of a mark: what belongs after it goes here. */
	closes?: string;
}

export type Node =
	| { type: 'text'; start: number; pieces: Piece[] }
	| { type: 'em' | 'strong' | 'del' | 'sup' | 'sub'; start: number; children: Node[] }
	| { type: 'break'; start: number }
	| { type: 'code'; start: number; text: string; isMarked: boolean }
	| { type: 'math'; start: number; tex: string; isDisplay: boolean }
	| { type: 'link'; start: number; href: string; isOutside: boolean; children: Node[] }
	| { type: 'image'; start: number; alt: string }
	| { type: 'paragraph' | 'quote' | 'item'; start: number; children: Node[] }
	| { type: 'heading'; start: number; level: 1 | 2 | 3 | 4 | 5 | 6; children: Node[] }
	| { type: 'list'; start: number; isOrdered: boolean; first: number; children: Node[] }
	| { type: 'block-code'; start: number; text: string; language: string | undefined; isMarked: boolean }
	| { type: 'rule'; start: number }
	| { type: 'table'; start: number; align: Alignment[]; head: Node[][]; rows: Node[][][] };

export type Alignment = 'left' | 'right' | 'center' | undefined;
