// The browser's speechSynthesis behind synthesis.ts. Its voices come late in Chrome, and only after having been asked for.
import type { SpeechVoices, UtteranceLike } from './synthesis.ts';

export function browserVoices(): SpeechVoices | undefined {
	const synthesis = (globalThis as { speechSynthesis?: SpeechSynthesis }).speechSynthesis;
	if (synthesis === undefined) return undefined;
	return {
		speak: (utterance) => synthesis.speak(utterance as SpeechSynthesisUtterance),
		cancel: () => synthesis.cancel(),
		resume: () => synthesis.resume(),
		getVoices: () => synthesis.getVoices(),
		utter: (text) => new SpeechSynthesisUtterance(text) as UtteranceLike
	};
}

export function hasVoice(): boolean {
	return (browserVoices()?.getVoices().length ?? 0) > 0;
}

/** Whether there is a voice; waits so long for the first. */
export function voicesReady(withinMs: number): Promise<boolean> {
	const synthesis = (globalThis as { speechSynthesis?: SpeechSynthesis }).speechSynthesis;
	if (synthesis === undefined || hasVoice()) return Promise.resolve(hasVoice());
	return new Promise((resolve) => {
		const finish = () => {
			clearTimeout(timer);
			synthesis.removeEventListener('voiceschanged', finish);
			resolve(hasVoice());
		};
		const timer = setTimeout(finish, withinMs);
		synthesis.addEventListener('voiceschanged', finish);
	});
}
