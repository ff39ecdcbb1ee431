// A call whose sound goes to the server and comes from it: a product of its own with the scripted pair, which hears and speaks text as tones,
// and a microphone that is a file of such tones.
import { encodeTones } from '../src/lib/server/speech/scripted/tone-speech.ts';
import { answered, openFirstPage, QUESTION } from './asking.ts';
import { microphoneFile, withMicrophone } from './browser-speech.ts';
import { expect, test as base, type Product } from './fixtures.ts';
import { OF_A_WORKER, withSoundingProduct } from './sounding-product.ts';

const RATE = 16_000;
/** The file begins when the page asks for the microphone, and is not begun again. */
const BEFORE_SECONDS = 3;
const AFTER_SECONDS = 20;

/** The question, once, with silence around it. */
function asked(): Int16Array {
	const words = encodeTones(QUESTION, RATE);
	const samples = new Int16Array(BEFORE_SECONDS * RATE + words.length + AFTER_SECONDS * RATE);
	samples.set(words, BEFORE_SECONDS * RATE);
	return samples;
}

const test = base.extend<object, { sounding: Product }>({
	sounding: [({ browserName: _ }, use) => withSoundingProduct(use), OF_A_WORKER],
	baseURL: ({ sounding }, use) => use(sounding.url)
});

test.use({ launchOptions: withMicrophone(`${microphoneFile('question', asked())}%noloop`) });

test('a question that is only sound is understood, answered in sound, and marked as far as it was heard', async ({
	page
}) => {
	test.slow();
	await openFirstPage(page);
	await page.getByRole('button', { name: 'Talk to us instead' }).click();
	await page.getByRole('button', { name: 'Begin the call' }).click();
	const screen = page.getByRole('dialog', { name: /^Call with/ });
	const captions = page.getByRole('region', { name: 'What is said' });
	await expect(captions).toContainText(QUESTION, { timeout: 30_000 });
	await expect(screen.locator('.state')).toHaveText('Speaking', { timeout: 20_000 });
	// Heard up to a place in the middle of the answer: some of it is, and some is not yet.
	await expect(captions.locator('.assistant .heard')).toContainText(/\w/);
	await expect(captions.locator('.assistant .rest')).toContainText(/\w/);
	await page.getByRole('button', { name: 'Stop the answer' }).click();
	await expect(captions).toContainText('Heard up to here');
	// The server knows of it, too.
	await expect(screen.locator('.state')).toHaveText('Listening');
	await page.getByRole('button', { name: 'End the call' }).click();
	await answered(page);
	await expect(page.getByRole('heading', { name: QUESTION, level: 2 })).toBeVisible();
	await expect(page.getByText('Heard up to here')).toBeVisible();
});
