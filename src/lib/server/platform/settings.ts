// Every setting of a deployment, with its default; the pieces are in settings/. A wrong one is named with what to do, once, at boot.
import { z } from 'zod';
import { accessSettings, checkAccess } from './settings/access.ts';
import { knowledgeSettings } from './settings/knowledge.ts';
import { checkLetters, letterSettings } from './settings/letters.ts';
import { checkModels, modelSettings } from './settings/models.ts';
import { missingBindings } from './settings/needed-bindings.ts';
import { checkRealtime, realtimeSettings } from './settings/realtime.ts';
import { checkRecordings, recordingSettings } from './settings/recordings.ts';
import { schoolSettings } from './settings/school.ts';
import { checkSupport, supportSettings } from './settings/support.ts';
import { checkVoice, voiceSettings } from './settings/voice.ts';

const SettingsSchema = z
	.object({
		...schoolSettings,
		...accessSettings,
		...modelSettings,
		...letterSettings,
		...knowledgeSettings,
		...supportSettings,
		...recordingSettings,
		...voiceSettings,
		...realtimeSettings
	})
	.superRefine((settings, context) => {
		checkAccess(settings, context);
		checkLetters(settings, context);
		checkRecordings(settings, context);
		checkSupport(settings, context);
		checkModels(settings, context);
		checkVoice(settings, context);
		checkRealtime(settings, context);
	});
export type Settings = z.infer<typeof SettingsSchema>;

export const SETTING_NAMES: readonly string[] = Object.keys(SettingsSchema.shape);

export class SettingsError extends Error {
	override readonly name = 'SettingsError';
}

/** Reads the settings out of an environment; bindings and unknown names in it are ignored. Throws SettingsError naming each wrong one. */
export function parseSettings(environment: Record<string, unknown>): Settings {
	const given = Object.fromEntries(
		Object.entries(environment).filter(([, value]) => typeof value === 'string' && value !== '')
	);
	const parsed = SettingsSchema.safeParse(given);
	const missing = parsed.success ? missingBindings(parsed.data, environment) : [];
	if (parsed.success && missing.length === 0) return parsed.data;
	const issues = parsed.error?.issues ?? [];
	const wrong = [...issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`), ...missing];
	throw new SettingsError(
		`These settings are wrong: ${wrong.join('; ')}. Set them in wrangler.toml under [vars], or as secrets in .dev.vars.`
	);
}
