import { lockOperation } from '#app/provisioning/records/operations'

/**
 * Which change of its subscription did this work fail to carry out? Null for work that carries out none, and for what goes on again.
 * The work stays locked until the caller's transaction ends, so that nobody has it go on while its change is taken back.
 */
export async function lockChangeOfFailedWork(operationId: string): Promise<string | null> {
  const operation = await lockOperation(operationId)
  const isOver = operation?.status === 'failed' || operation?.status === 'cancelled'
  return isOver ? (operation.input.changeId ?? null) : null
}
