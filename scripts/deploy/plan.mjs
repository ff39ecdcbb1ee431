// The plan of a deploy, in words: what is printed before anything is done, and all that a dry run does.

/**
 * @param {import('./configuration.mjs').Target} target
 * @param {import('./options.mjs').DeployOptions} options
 * @param {{release: string, migrations: string[], secretNames: string[]}} facts
 */
export function describePlan(target, options, { release, migrations, secretNames }) {
	const { resources, workers, project, env, branch } = target;
	/** @type {[string, string[]][]} */
	const kinds = [
		['D1 database', resources.d1],
		['KV namespace', resources.kv],
		['R2 bucket', resources.r2],
		['vector index', resources.vectorize],
		['queue', resources.queues]
	];
	const named = kinds.flatMap(([kind, names]) => names.map((name) => `${kind} ${name}`));
	const checks = options.checks.length > 0 ? `npm test -- ${options.checks.join(' ')}` : 'npm test';
	const steps = [
		options.hasChecks ? `check: a clean tree, ${checks}` : 'check: left out',
		options.buildFolder ? `build: take ${options.buildFolder}` : 'build the app',
		`make what is missing: ${[...named, `Pages project ${project}`].join(', ')}`,
		`migrate: what is not applied yet of ${migrations.join(', ')}`,
		'note what runs now, to go back to',
		secretNames.length > 0 ? `set secrets: ${secretNames.join(', ')}` : 'secrets: as they are',
		...workers.map(({ deployedName }) => `deploy the Worker ${deployedName}`),
		`deploy the app ${project} (${env}, branch ${branch})`,
		'check the new deployment; when it fails, roll the app and the Workers back'
	];
	return [
		`Segue ${release} to ${env}:`,
		...steps.map((step, index) => `${String(index + 1).padStart(3)}. ${step}`)
	].join('\n');
}
