export { composeDesk, type DeskServices } from './desk.ts';
export { layGround, type ServicesContext } from './ground.ts';
export { composeKnowledge, type KnowledgeServices } from './knowledge.ts';
export { composeKnowledgeGaps } from './knowledge-gaps.ts';
export { composeKnowledgeReplay, type ReplayServices } from './knowledge-replay.ts';
export { composePeople, type PeopleServices } from './people.ts';
export { composeRecordings, type RecordingServices } from './recordings.ts';
export { composeToolChains, type ToolChains } from './tool-chains.ts';
export { composeUserContext } from './user-context.ts';
