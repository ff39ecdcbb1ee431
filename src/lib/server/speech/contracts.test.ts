// Every provider as a deployment opens it, by settings, with the guard around it, against a server on loopback.
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { deploymentAt, first } from './fixtures/deployment.ts';
import { playFlux, playListen, playSpeak, replyWithPcm, replyWithText } from './fixtures/plays.ts';
import {
	startProviderServer,
	type Call,
	type Play,
	type ProviderServer,
	type Reply
} from './fixtures/provider-server.ts';
import type { SpeechProviders } from './index.ts';
import { describeSpeaker } from './speaker.contract.ts';
import { describeTranscriber } from './transcriber.contract.ts';

let server: ProviderServer;
let calls: Call[] = [];
beforeAll(async () => {
	server = await startProviderServer(playFlux);
});
afterAll(() => server.stop());
beforeEach(() => {
	calls = [];
});

function providers(settings: Record<string, string>, play: Play, reply?: Reply): SpeechProviders {
	server.refusal = null;
	server.play = (call) => {
		calls.push(call);
		play(call);
	};
	if (reply !== undefined) server.reply = reply;
	return deploymentAt(server.url).open(settings);
}

const transcriber = (settings: Record<string, string>, play: Play, reply?: Reply) =>
	first(providers(settings, play, reply).transcribers);
const speaker = (settings: Record<string, string>, play: Play, reply?: Reply) =>
	first(providers(settings, play, reply).speakers);

const hangUp = () => {
	for (const call of calls) call.cut();
};
const refuse: Reply = (_visit, response) => response.writeHead(502).end('{}');
const noPlay: Play = (call) => call.close(1011);

describeTranscriber('scripted', { open: () => transcriber({ VOICE_TRANSCRIBERS: 'scripted' }, noPlay) });
describeTranscriber('flux on Workers AI', {
	open: () => transcriber({ VOICE_TRANSCRIBERS: 'flux' }, playFlux),
	lose: hangUp
});
describeTranscriber('nova-3 on Workers AI', {
	open: () => transcriber({ VOICE_TRANSCRIBERS: 'nova-3' }, playListen),
	lose: hangUp
});
describeTranscriber('whisper on Workers AI', {
	open: () => transcriber({ VOICE_TRANSCRIBERS: 'whisper' }, noPlay, replyWithText),
	lose: () => (server.reply = refuse)
});
describeTranscriber('flux of Deepgram', {
	open: () => transcriber({ VOICE_TRANSCRIBERS: 'deepgram' }, playFlux),
	lose: hangUp
});
describeTranscriber('nova-3 of Deepgram', {
	open: () => transcriber({ VOICE_TRANSCRIBERS: 'deepgram', DEEPGRAM_MODEL: 'nova-3' }, playListen),
	lose: hangUp
});

describeSpeaker('scripted', { open: () => speaker({ VOICE_SPEAKERS: 'scripted' }, noPlay) });
describeSpeaker('aura-2 on a socket', {
	open: () => speaker({ VOICE_SPEAKERS: 'aura-2' }, playSpeak, replyWithPcm),
	lose() {
		server.reply = refuse;
		hangUp();
	}
});
describeSpeaker('aura-1 by requests', {
	open() {
		const opened = speaker({ VOICE_SPEAKERS: 'aura-1' }, noPlay, replyWithPcm);
		server.refusal = { status: 400 };
		return opened;
	},
	lose: () => (server.reply = refuse)
});
describeSpeaker('openai-compatible', {
	open: () => speaker({ VOICE_SPEAKERS: 'openai-compatible' }, noPlay, replyWithPcm),
	lose: () => (server.reply = refuse)
});
