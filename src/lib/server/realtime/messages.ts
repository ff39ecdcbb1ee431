// What a page says about its sound (`sound.*` of src/lib/shared/voice/sound.ts), parsed.
import { z } from 'zod';
import { MIC_SUBFRAMES } from '#lib/shared/voice/protocol.ts';
import type { SoundRequest } from '#lib/shared/voice/sound.ts';

/** A description of one or two tracks has about 3,000 characters, with many networks some more. */
const Sdp = z.string().min(1).max(64_000);
const milliseconds = z.number().min(0).max(600_000);
const ratio = z.number().min(0).max(1);
const attempt = z.int().min(1).max(1_000_000);

const SoundMessage = z.discriminatedUnion('type', [
	z.object({ type: z.literal('sound.offer'), attempt, sdp: Sdp, mid: z.string().min(1).max(16) }),
	z.object({ type: z.literal('sound.connected'), attempt }),
	z.object({ type: z.literal('sound.accept'), attempt, sdp: Sdp }),
	z.object({
		type: z.literal('sound.close'),
		attempt,
		reason: z.enum(['timeout', 'refused', 'disconnected', 'silent', 'unsupported', 'idle', 'closed'])
	}),
	z.object({
		type: z.literal('sound.frame'),
		seq: z.int().min(0).max(0xffff_ffff),
		mediaMs: z.number().min(0),
		subframes: z.int().min(1).max(MIC_SUBFRAMES)
	}),
	z.object({
		type: z.literal('sound.stats'),
		jitterMs: milliseconds,
		bufferMs: milliseconds,
		roundTripMs: milliseconds,
		lostRatio: ratio,
		concealedRatio: ratio
	})
]) satisfies z.ZodType<SoundRequest>;

const MOST_CHARACTERS = 70_000;
const MARK = /^\s*\{\s*"type"\s*:\s*"sound\./;

/** Whether a text of a socket is about sound at all; the call parses the others. */
export const isAboutSound = (data: string | ArrayBuffer): data is string =>
	typeof data === 'string' && MARK.test(data.slice(0, 100));

/** Undefined for what is none: a page of another version, or somebody who tries. */
export function readSoundMessage(text: string): SoundRequest | undefined {
	if (text.length > MOST_CHARACTERS) return undefined;
	try {
		return SoundMessage.safeParse(JSON.parse(text)).data;
	} catch {
		return undefined;
	}
}
