import type { Dimension } from './dimensions.ts';
import { SENSITIVITY } from './sensitivity.ts';

/** Whether a dimension follows what belongs to it, or is learned from ratings alone: only then is a change of it told. */
export const isMeasurable = (dimension: Dimension): boolean =>
	SENSITIVITY[dimension].status !== 'not-measurable';
