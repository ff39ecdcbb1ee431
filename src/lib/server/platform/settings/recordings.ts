// Where recordings go and who measures them.
import { z } from 'zod';
import { needTogether, need, safeAddress, type Read } from './forms.ts';

export const recordingSettings = {
	/** R2's S3 interface: with all four, browsers send recordings straight into the bucket, which must be the one bound as FILES. */
	R2_ACCOUNT_ID: z
		.string()
		.regex(/^[0-9a-f]{32}$/)
		.optional(),
	R2_ACCESS_KEY_ID: z.string().min(1).max(200).optional(),
	/** A secret. */
	R2_SECRET_ACCESS_KEY: z.string().min(1).max(200).optional(),
	R2_BUCKET: z
		.string()
		.regex(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/)
		.optional(),
	/** Who measures recordings. `external` asks ANALYSIS_URL first; what it does not answer is measured here. */
	ANALYSIS_PROVIDER: z.enum(['embedded', 'external']).default('embedded'),
	/** The analyser's address without /analyze: docs/analyser-api.md. */
	ANALYSIS_URL: safeAddress.optional(),
	/** A secret. */
	ANALYSIS_API_KEY: z.string().min(1).max(500).optional()
};

export function checkRecordings(settings: Read<typeof recordingSettings>, context: z.RefinementCtx): void {
	if (settings.ANALYSIS_PROVIDER === 'external')
		need(context, settings, ['ANALYSIS_URL'], 'needed when ANALYSIS_PROVIDER is external');
	needTogether(context, settings, ['R2_ACCOUNT_ID', 'R2_ACCESS_KEY_ID', 'R2_SECRET_ACCESS_KEY', 'R2_BUCKET']);
}
