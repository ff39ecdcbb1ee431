// What the workerd processes of this process hold and use, by /proc.
import { readdir, readFile, writeFile } from 'node:fs/promises';

/**
 * Resident memory in bytes: now, and the most since the last call; seconds of processor time since they began. NaN where there is no /proc.
 */
export async function readMemory() {
	const memory = { now: 0, peak: 0, cpuSeconds: 0 };
	try {
		const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
		for (const pid of pids) {
			const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
			const isOurs = status.includes('Name:\tworkerd') && status.includes(`PPid:\t${process.pid}\n`);
			if (!isOurs) continue;
			const kilobytes = (/** @type {string} */ name) =>
				Number(new RegExp(`${name}:\\s*(\\d+) kB`).exec(status)?.[1] ?? NaN);
			memory.now += kilobytes('VmRSS') * 1024;
			memory.peak += kilobytes('VmHWM') * 1024;
			// Behind the name in brackets: user and system time are the 12th and 13th, in hundredths of a second.
			const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /s, '').split(' ');
			memory.cpuSeconds += (Number(fields[11]) + Number(fields[12])) / 100;
			// 5 sets the peak back to what is held now.
			await writeFile(`/proc/${pid}/clear_refs`, '5');
		}
	} catch {
		// Not Linux.
	}
	return memory.now === 0 ? { now: NaN, peak: NaN, cpuSeconds: NaN } : memory;
}
