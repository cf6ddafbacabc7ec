import { inject } from '@adonisjs/core'
import { chooseSshKeys } from '#app/customers/index'
import { err, type Result } from '#app/shared/result'
import type { OsTemplate } from '#app/provisioning/drivers/contract'
import { matchTemplate } from '#app/provisioning/domain/template_match'
import { OpenPanelAccess } from '#app/provisioning/actions/open_panel_access'
import { RequestOperation, type RequestOperationError } from '#app/provisioning/actions/request_operation'
import type { OperationRow } from '#app/provisioning/records/operations'

export interface RebuildServerInput {
  serviceId: string
  /** Whose service it must be; null for staff. */
  customerId: string | null
  template: string
  /** Keys of its customer that the new system is to accept; null for an id that is none. */
  sshKeyIds: readonly (string | null)[]
  idempotencyKey?: string | null
}

export type RebuildServerError =
  | RequestOperationError
  | { type: 'unknown_template' }
  | { type: 'ssh_key_not_found' }
  | { type: 'keys_not_supported' }

/**
 * Has a system installed anew. An image that is not there any more and a key of somebody else are refused before anything is queued. A panel
 * that does not answer now refuses nothing: the work waits for it, as all work does.
 */
@inject()
export class RebuildServer {
  constructor(
    private access: OpenPanelAccess,
    private requestOperation: RequestOperation
  ) {}

  async execute(input: RebuildServerInput): Promise<Result<OperationRow, RebuildServerError>> {
    const { serviceId, customerId, template, sshKeyIds, idempotencyKey } = input
    const opened = await this.access.reach({ serviceId, customerId }, 'rebuild')
    if (!opened.ok)
      return opened.error.type === 'panel_failed' ? err({ type: 'not_supported' }) : err(opened.error)
    const { panel, reference, service } = opened.value
    if (sshKeyIds.length > 0 && !panel.sshKeys) return err({ type: 'keys_not_supported' })
    const listed = await panel.rebuild!.listTemplates(reference)
    if (listed.ok && !isAmong(listed.value, template)) return err({ type: 'unknown_template' })
    const keys = await chooseSshKeys(service.customerId, sshKeyIds)
    if (!keys) return err({ type: 'ssh_key_not_found' })
    const sshKeys = keys.length > 0 ? keys.map(({ name, publicKey }) => ({ name, publicKey })) : undefined
    const work = { kind: 'rebuild' as const, input: { template, sshKeys } }
    return this.requestOperation.execute({ serviceId, customerId, ...work, idempotencyKey })
  }
}

/** By its name, by its group and name, or by words that fit one alone. */
function isAmong(templates: OsTemplate[], wanted: string): boolean {
  if (templates.some(({ group, name }) => `${group}: ${name}` === wanted)) return true
  const named = templates.map(({ name, variant }) => ({ name, words: `${name} ${variant}` }))
  return matchTemplate(named, wanted) !== null
}
