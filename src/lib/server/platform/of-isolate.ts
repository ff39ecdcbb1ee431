/** What follows from a binding alone: made at its first use in an isolate, and the same from then on. */
export function ofIsolate<T>(made: WeakMap<object, T>, key: object, make: () => T): T {
	const known = made.get(key);
	if (known !== undefined) return known;
	const value = make();
	made.set(key, value);
	return value;
}
