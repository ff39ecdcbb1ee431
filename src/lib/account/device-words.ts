// A browser in words a person knows it by. Browsers name each other in this header for old times' sake, so the order decides: whoever
// is named later in the list is claimed by those before. Only for people to recognise their own devices: anybody can send anything.
import { m } from '#lib/paraglide/messages.js';

const BROWSERS: [RegExp, string][] = [
	[/\bEdg(e|A|iOS)?\//, 'Edge'],
	[/\b(OPR|OPX|Opera)\b/, 'Opera'],
	[/\bSamsungBrowser\//, 'Samsung Internet'],
	[/\bVivaldi\//, 'Vivaldi'],
	[/\b(Firefox|FxiOS)\//, 'Firefox'],
	[/\b(Chrome|Chromium|CriOS)\//, 'Chrome'],
	[/\bVersion\/.*\bSafari\//, 'Safari']
];

const SYSTEMS: [RegExp, string][] = [
	[/\biPhone\b/, 'iPhone'],
	[/\biPad\b/, 'iPad'],
	[/\bAndroid\b/, 'Android'],
	[/\bCrOS\b/, 'ChromeOS'],
	[/\bWindows\b/, 'Windows'],
	[/\bMacintosh\b/, 'Mac'],
	[/\bLinux\b/, 'Linux']
];

export function deviceWords(userAgent: string | null): string {
	const browser = firstIn(BROWSERS, userAgent ?? '');
	const system = firstIn(SYSTEMS, userAgent ?? '');
	if (browser !== undefined && system !== undefined) return m.sessions_device({ browser, system });
	return browser ?? system ?? m.sessions_device_unknown();
}

function firstIn(names: [RegExp, string][], userAgent: string): string | undefined {
	return names.find(([pattern]) => pattern.test(userAgent))?.[1];
}
