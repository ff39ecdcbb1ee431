// XML from front to back, by htmlparser2's tokenizer: nothing is kept of what was read, so that depth and length cost nothing. Entities that a
// document declares itself are never expanded. Names come without their prefix: every producer has its own.
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';

export interface XmlHandler {
	open?(name: string, attributes: ReadonlyMap<string, string>): void;
	close?(name: string): void;
	text?(text: string): void;
}

const MOST_ATTRIBUTES = 60;

export function readXml(xml: string, handler: XmlHandler): void {
	let name = '';
	let attributeName = '';
	let attributeValue = '';
	let attributes = new Map<string, string>();
	const local = (start: number, end: number) => {
		const full = xml.slice(start, end);
		return full.slice(full.lastIndexOf(':') + 1);
	};
	const callbacks: TokenizerCallbacks = {
		onopentagname(start, end) {
			name = local(start, end);
			attributes = new Map();
		},
		onattribname(start, end) {
			attributeName = local(start, end);
			attributeValue = '';
		},
		onattribdata(start, end) {
			attributeValue += xml.slice(start, end);
		},
		onattribentity(codePoint) {
			attributeValue += String.fromCodePoint(codePoint);
		},
		onattribend() {
			if (attributes.size < MOST_ATTRIBUTES) attributes.set(attributeName, attributeValue);
		},
		onopentagend: () => handler.open?.(name, attributes),
		onselfclosingtag() {
			handler.open?.(name, attributes);
			handler.close?.(name);
		},
		onclosetag: (start, end) => handler.close?.(local(start, end)),
		ontext: (start, end) => handler.text?.(xml.slice(start, end)),
		ontextentity: (codePoint) => handler.text?.(String.fromCodePoint(codePoint)),
		oncdata: (start, end, offset) => handler.text?.(xml.slice(start, end - offset)),
		oncomment: () => undefined,
		ondeclaration: () => undefined,
		onprocessinginstruction: () => undefined,
		onend: () => undefined,
		isInForeignContext: () => false
	};
	const tokenizer = new Tokenizer({ xmlMode: true, decodeEntities: true }, callbacks);
	tokenizer.write(xml);
	tokenizer.end();
}
