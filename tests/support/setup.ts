import { closeQueue, openQueue } from '#app/shared/jobs/queue'
import { dropTestDatabase } from '#tests/support/environment'
import { stopSandboxes } from '#tests/support/sandbox'

export async function setUp(): Promise<void> {
  await openQueue({ isWorker: false })
}

export async function tearDown({ keepsDatabase = false } = {}): Promise<void> {
  await stopSandboxes()
  await closeQueue()
  const { closePool } = await import('#app/shared/database/pool')
  await closePool()
  if (!keepsDatabase) await dropTestDatabase()
}
