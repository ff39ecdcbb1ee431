/** An attachment for the words that take the place of the button pressed: the focus goes on there. They need tabindex="-1". */
export function takeFocus(element: HTMLElement): void {
	element.focus();
}
