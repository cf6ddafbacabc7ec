import { err, ok } from '#app/shared/result'
import type { PanelResult } from '#app/provisioning/drivers/contract'
import type { StepContext } from '#app/provisioning/actions/steps/step'

/**
 * References of the keys that a new system is to accept. They are put on the panel, under its user, when they are needed; one that is
 * there already is not added again, so that this is safe to repeat.
 */
export async function acceptedKeys(context: StepContext): PanelResult<string[]> {
  const { panel, operation, customer, userReference } = context
  const { sshKeys = [] } = operation.input
  if (sshKeys.length === 0) return ok([])
  if (!panel.sshKeys)
    return err({ type: 'refused', reason: 'unsupported', message: 'This panel installs no keys.' })
  const user = userReference ? ok({ reference: userReference }) : await panel.findOrCreateUser(customer)
  if (!user.ok) return user
  const references: string[] = []
  for (const key of sshKeys) {
    const added = await panel.sshKeys.addKey(user.value.reference, key)
    if (!added.ok) return added
    references.push(added.value.reference)
  }
  return ok(references)
}
