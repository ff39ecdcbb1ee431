// The sound of calls by WebRTC, through Cloudflare Realtime's SFU. Without it sound goes by the call's own socket.
import { z } from 'zod';
import { need, needTogether, safeAddress, type Read } from './forms.ts';
import type { schoolSettings } from './school.ts';

export const realtimeSettings = {
	/** The id of an SFU app of the Cloudflare account; goes with the token. */
	REALTIME_APP_ID: z
		.string()
		.regex(/^[\w-]{8,64}$/)
		.optional(),
	/** A secret: that app's. */
	REALTIME_APP_TOKEN: z.string().min(1).max(500).optional(),
	/** Where its API is asked; another one for tests only. */
	REALTIME_URL: safeAddress.default('https://rtc.live.cloudflare.com/v1')
};

export function checkRealtime(
	settings: Read<typeof realtimeSettings> & Pick<Read<typeof schoolSettings>, 'PUBLIC_ORIGIN'>,
	context: z.RefinementCtx
): void {
	needTogether(context, settings, ['REALTIME_APP_ID', 'REALTIME_APP_TOKEN']);
	if (settings.REALTIME_APP_ID !== undefined)
		need(
			context,
			settings,
			['PUBLIC_ORIGIN'],
			'needed where REALTIME_APP_ID is set: the media server calls there'
		);
}
