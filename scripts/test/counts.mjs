// Real counts out of the runners' own JSON reports.

/**
 * @typedef {{passed: number, failed: number}} Counts
 */

/**
 * A check without cases of its own counts as one.
 * @param {number} exitCode @returns {Counts}
 */
export const countCheck = (exitCode) =>
	exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };

/**
 * A runner that failed without a failed case (a file that does not load, an error outside any test) counts one failure.
 * @param {Counts} counts @param {number} exitCode @returns {Counts}
 */
const orOneFailure = (counts, exitCode) =>
	exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;

/** @param {string} report vitest --reporter=json @param {number} exitCode @returns {Counts} */
export function countVitest(report, exitCode) {
	const parsed = parse(report);
	if (!parsed) return orOneFailure({ passed: 0, failed: 0 }, exitCode || 1);
	const unloaded = (parsed.testResults ?? []).filter(
		({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0
	).length;
	return orOneFailure({ passed: parsed.numPassedTests, failed: parsed.numFailedTests + unloaded }, exitCode);
}

/** @param {string} report playwright --reporter=json @param {number} exitCode @returns {Counts} A flaky test failed once: it failed. */
export function countPlaywright(report, exitCode) {
	const parsed = parse(report);
	if (!parsed?.stats) return orOneFailure({ passed: 0, failed: 0 }, exitCode || 1);
	const { expected, unexpected, flaky } = parsed.stats;
	return orOneFailure({ passed: expected, failed: unexpected + flaky }, exitCode);
}

function parse(report) {
	try {
		return JSON.parse(report);
	} catch {
		return undefined;
	}
}
