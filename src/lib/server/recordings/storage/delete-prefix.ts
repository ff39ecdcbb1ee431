const AT_ONCE = 1000;

/** Everything that begins with the prefix, however much there is. */
export async function deletePrefix(objects: R2Bucket, prefix: string): Promise<void> {
	for (;;) {
		const { objects: found } = await objects.list({ prefix, limit: AT_ONCE });
		if (found.length === 0) return;
		await objects.delete(found.map(({ key }) => key));
	}
}
