export {
	createFlags,
	type Flags,
	type FlagChange,
	type FlagDescription,
	type VariantTally,
	type VariantTallies
} from './flags.ts';
export { FLAG_NAMES, FLAGS, ruleProblem, type FlagName, type FlagRule } from './registry.ts';
