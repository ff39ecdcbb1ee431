export { screenMaterial, screenMessage, screenTitle } from './screen-message.ts';
export { createOutputScreen } from './screen-output.ts';
