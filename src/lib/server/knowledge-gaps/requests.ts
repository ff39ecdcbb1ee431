// What pages may ask of gaps.
import { z } from 'zod';
import { GAP_STATUSES } from '#lib/shared/knowledge-gaps.ts';

export const ListGaps = z.object({ status: z.enum(GAP_STATUSES).default('open') });
export const ChangeGap = z.object({ status: z.enum(['open', 'dismissed']) });
export type ListGaps = z.infer<typeof ListGaps>;
export type ChangeGap = z.infer<typeof ChangeGap>;
