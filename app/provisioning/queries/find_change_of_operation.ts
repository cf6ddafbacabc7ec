import { inReadTransaction } from '#app/shared/database/unit'
import { findOperation } from '#app/provisioning/records/operations'

/** Which change of its subscription does this work carry out? Null for work that carries out none. */
export function findChangeOfOperation(operationId: string): Promise<string | null> {
  return inReadTransaction(async () => (await findOperation(operationId))?.input.changeId ?? null)
}
