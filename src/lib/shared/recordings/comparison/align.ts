// Two takes on one time axis. First roughly, a second at a time, over everything; then ten times a second within some seconds of that
// path, so that half an hour against half an hour stays within 20 MB and a few seconds.
import { coarser, distanceOf, type Features } from './features.ts';
import { bandAbout, fullBand, warp, type WarpPath } from './time-warp.ts';

const COARSE = 10;
/** Frames to either side of the rough path. */
const RADIUS = 30;

/** Both must have frames. */
export function align(here: Features, there: Features): WarpPath {
	const [roughHere, roughThere] = [coarser(here, COARSE), coarser(there, COARSE)];
	const rough = warp(
		fullBand(roughHere.count, roughThere.count),
		roughThere.count,
		distanceOf(roughHere, roughThere)
	);
	const band = bandAbout(rough, COARSE, RADIUS, here.count, there.count);
	return warp(band, there.count, distanceOf(here, there));
}
