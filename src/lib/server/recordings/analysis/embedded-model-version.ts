// Which model measured: told by its coefficients, so that nobody has to remember to count up.
import { COEFFICIENTS } from '#lib/shared/recordings/model/coefficients.ts';
import { sha256Hex } from '#lib/shared/ids.ts';

let version: string | undefined;

export async function embeddedModelVersion(): Promise<string> {
	version ??= `segue-${(await sha256Hex(JSON.stringify(COEFFICIENTS))).slice(0, 8)}`;
	return version;
}
