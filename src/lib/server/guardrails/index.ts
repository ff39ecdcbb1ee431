export { findPersonal, type PersonalKind } from './find-personal.ts';
export { screenMaterial, screenMessage, screenTitle } from './screen-message.ts';
export { createOutputScreen } from './screen-output.ts';
