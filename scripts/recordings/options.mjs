// What both commands about the model are told, and what they find on the machine otherwise.
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

export function readOptions() {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			render: { type: 'string' },
			cache: { type: 'string', default: path.join(tmpdir(), 'segue-recordings') },
			audio: { type: 'string' },
			clean: { type: 'string', default: '100000' },
			room: { type: 'string', default: '100000' },
			phone: { type: 'string', default: '100000' }
		}
	});
	const [folder] = positionals;
	if (folder === undefined || values.render === undefined) {
		console.error(
			'Usage: npm run -s (fit|eval):recordings -- PERCEPIANO_DIR --render TOOL [--cache DIR] [--audio DIR] [--clean N] [--room N] [--phone N]\n' +
				'TOOL OUTDIR FILE.mid… renders to OUTDIR/FILE.wav (fluidsynth with the FluidR3 soundfont).'
		);
		process.exit(2);
	}
	return {
		folder: path.resolve(folder),
		audioFolder: values.audio,
		sources: {
			midiFolder: path.resolve(folder, 'midi'),
			cacheFolder: path.resolve(values.cache),
			renderTool: path.resolve(values.render),
			counts: { clean: Number(values.clean), room: Number(values.room), phone: Number(values.phone) }
		}
	};
}
