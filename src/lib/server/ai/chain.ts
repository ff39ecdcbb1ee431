// The order in which the providers of a task are asked, as settings name them. The embedded one needs nobody and stands last everywhere:
// what is named behind it is never reached.

export function remoteProviders<Provider extends string>(
	primary: Provider,
	fallbacks: readonly Provider[]
): Exclude<Provider, 'embedded'>[] {
	const named = [...new Set([primary, ...fallbacks])];
	const end = named.findIndex((provider) => provider === 'embedded');
	return named.slice(0, end === -1 ? named.length : end) as Exclude<Provider, 'embedded'>[];
}
