import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { sendProblem } from '#app/shared/http/problem'
import { newId, readId } from '#app/shared/ids'
import { AddSshKey } from '#app/customers/actions/add_ssh_key'
import { RemoveSshKey } from '#app/customers/actions/remove_ssh_key'
import { showSshKey } from '#app/customers/http/transformers/ssh_key_transformer'
import { addSshKeyBody } from '#app/customers/http/validators/ssh_key_validators'
import { listSshKeys } from '#app/customers/queries/list_ssh_keys'

/** Keys that a customer's new systems accept. */
@inject()
export default class SshKeysController {
  constructor(
    private addKey: AddSshKey,
    private removeKey: RemoveSshKey
  ) {}

  async index({ caller }: HttpContext) {
    const keys = await listSshKeys(visibleCustomer(caller!)!)
    return { data: keys.map(showSshKey), next_cursor: null }
  }

  async store(ctx: HttpContext) {
    const { name = '', public_key: text } = await ctx.request.validateUsing(addSshKeyBody)
    const added = await this.addKey.execute({ customerId: visibleCustomer(ctx.caller!)!, name, text })
    if (added.ok) return ctx.response.created(showSshKey(added.value))
    const { type } = added.error
    const message = ctx.i18n.t(`customers.ssh_keys.refused.${type}`)
    const errors = [{ field: 'public_key', message }]
    return sendProblem(ctx, { status: 422, code: type, detail: message, errors })
  }

  async destroy(ctx: HttpContext) {
    const id = readId('sshKey', ctx.params.id) ?? newId()
    const removed = await this.removeKey.execute({ id, customerId: visibleCustomer(ctx.caller!)! })
    if (removed.ok) return ctx.response.noContent()
    return sendProblem(ctx, { status: 404, code: removed.error.type, detail: 'There is no such key.' })
  }
}
