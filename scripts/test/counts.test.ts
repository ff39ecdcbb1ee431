import { describe, expect, it } from 'vitest';
import { countCheck, countPlaywright, countVitest } from './counts.mjs';

describe('what npm test counts', () => {
	it('is one for a check without cases', () => {
		expect(countCheck(0)).toEqual({ passed: 1, failed: 0 });
		expect(countCheck(2)).toEqual({ passed: 0, failed: 1 });
	});

	it("is the runner's own cases", () => {
		const vitest = JSON.stringify({ numPassedTests: 7, numFailedTests: 2, testResults: [] });
		expect(countVitest(vitest, 1)).toEqual({ passed: 7, failed: 2 });
		const playwright = JSON.stringify({ stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 3 } });
		expect(countPlaywright(playwright, 1)).toEqual({ passed: 5, failed: 2 });
	});

	it('holds a file that does not load, an error outside tests, and a report that is missing for failures', () => {
		const unloaded = { status: 'failed', assertionResults: [] };
		expect(
			countVitest(JSON.stringify({ numPassedTests: 1, numFailedTests: 0, testResults: [unloaded] }), 1).failed
		).toBe(1);
		expect(
			countVitest(JSON.stringify({ numPassedTests: 1, numFailedTests: 0, testResults: [] }), 1).failed
		).toBe(1);
		expect(countVitest('', 0)).toEqual({ passed: 0, failed: 1 });
		expect(countPlaywright('{}', 0)).toEqual({ passed: 0, failed: 1 });
	});
});
